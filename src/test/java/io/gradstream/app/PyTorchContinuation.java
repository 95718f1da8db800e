package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.codec.SafetensorsCodec;
import io.gradstream.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A training that changes between the learner and PyTorch, by the lines of the page, with what the
 * optimizer keeps: {@code mvn verify -Ppytorch}.
 */
class PyTorchContinuation {
  private static final Path PAGE = Path.of("src/site/markdown/python.md");
  private static final String PROGRAM = "src/test/python/pytorch/continuation.py";
  private static final List<String> SAMPLES = SavedOptimizerTest.samples(160);
  private static final String SGD = "type: sgd, learningRate: 0.01, momentum: 0.9";
  private static final String ADAM = "type: adam, learningRate: 0.01";

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {SGD, ADAM})
  void torch_goingOnFromALearner_trainsAsItWould(String optimizer) throws Exception {
    SmallLearner learner = new SmallLearner(directory, optimizer, "").learn(SAMPLES.subList(0, 80));
    Files.write(directory.resolve("half.safetensors"), learner.exportedWithState());

    torch(optimizer, "on", SAMPLES.subList(80, 160));

    learner.learn(SAMPLES.subList(80, 160));
    requireSame(learner.exportedWithState(), trained());
  }

  @ParameterizedTest
  @ValueSource(strings = {SGD, ADAM})
  void learner_goingOnFromTorch_learnsAsItWould(String optimizer) throws Exception {
    torch(optimizer, "first", SAMPLES);
    byte[] whole = trained();
    torch(optimizer, "first", SAMPLES.subList(0, 80));

    SmallLearner learner =
        new SmallLearner(
                directory, optimizer, "initial: " + directory.resolve("trained.safetensors"))
            .learn(SAMPLES.subList(80, 160));

    requireSame(learner.exportedWithState(), whole);
  }

  private byte[] trained() throws IOException {
    return Files.readAllBytes(directory.resolve("trained.safetensors"));
  }

  private void torch(String optimizer, String way, List<String> samples)
      throws IOException, InterruptedException {
    Path file = Files.write(directory.resolve("samples.jsonl"), samples);
    ProcessBuilder builder =
        new ProcessBuilder(
                "/usr/bin/python3",
                "-B",
                Path.of(PROGRAM).toAbsolutePath().toString(),
                PAGE.toAbsolutePath().toString(),
                file.toString(),
                optimizer.equals(SGD) ? "sgd" : "adam",
                way)
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().put("PYTHONPATH", Path.of("src/main/python").toAbsolutePath().toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static void requireSame(byte[] ours, byte[] theirs) {
    Map<String, Tensor> learned = new SafetensorsCodec().decode(ours).tensors();
    Map<String, Tensor> trained = new SafetensorsCodec().decode(theirs).tensors();
    assertThat(learned).containsOnlyKeys(trained.keySet());
    learned.forEach(
        (name, tensor) -> {
          Tensor other = Objects.requireNonNull(trained.get(name));
          for (int i = 0; i < tensor.size(); i++) {
            float expected = other.data()[i];
            float allowed = 1e-6f * (1 + Math.abs(expected));
            assertThat(tensor.data()[i]).as(name).isCloseTo(expected, within(allowed));
          }
        });
  }
}
