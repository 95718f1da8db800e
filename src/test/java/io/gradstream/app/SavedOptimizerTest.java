package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.app.train.SavedOptimizer;
import io.gradstream.app.train.UsageException;
import io.gradstream.codec.SafetensorsCodec;
import io.gradstream.codec.SafetensorsFile;
import io.gradstream.optim.Optimizers;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An exported model with its optimizer's state goes on as if it had never stopped. */
class SavedOptimizerTest {
  private static final List<String> SAMPLES = samples(80);

  private static final String ADAM = "type: adam, learningRate: 0.01";

  @TempDir private Path directory;

  /** Some random samples of three numbers. */
  static List<String> samples(int count) {
    SplittableRandom random = new SplittableRandom(5);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              float a = (float) random.nextGaussian();
              float b = (float) random.nextGaussian();
              float c = (float) random.nextGaussian();
              return "{\"x\": [%s, %s, %s], \"c\": \"a\", \"y\": %s}".formatted(a, b, c, a * b - c);
            })
        .toList();
  }

  static Stream<String> optimizers() {
    return Stream.concat(
        Optimizers.ALL.stream()
            .map(settings -> settings.getEnclosingClass().getSimpleName().toLowerCase(Locale.ROOT))
            .map(SavedOptimizerTest::optimizer),
        Stream.of(
            "type: sgd, learningRate: 0.01, momentum: 0.9, dampening: 0.1",
            "type: adam, learningRate: 0.01, amsgrad: true",
            "type: rmsprop, learningRate: 0.01, momentum: 0.5, centered: true"));
  }

  private static String optimizer(String type) {
    return switch (type) {
      case "sgd" -> "type: sgd, learningRate: 0.01, momentum: 0.9";
      case "ftrl" -> "type: ftrl, alpha: 0.1";
      case "auto", "cocob", "dog", "newton" -> "type: " + type;
      default -> "type: %s, learningRate: 0.01".formatted(type);
    };
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void initial_withState_goesOnToTheBit(String optimizer) throws Exception {
    SmallLearner whole = new SmallLearner(directory, optimizer, "").learn(SAMPLES.subList(0, 40));
    Path half = Files.write(directory.resolve("half"), whole.exportedWithState());

    SmallLearner other =
        new SmallLearner(directory, optimizer, "initial: " + half).learn(SAMPLES.subList(40, 80));

    whole.learn(SAMPLES.subList(40, 80));
    assertThat(parameters(other.exportedWithState()))
        .isEqualTo(parameters(whole.exportedWithState()));
  }

  /** The only category's column and the numbers' have moments, the other buckets' have none. */
  @Test
  void initial_ofASparseModel_goesOnToTheBit() throws Exception {
    SmallLearner whole = SmallLearner.sparse(directory, ADAM, "").learn(SAMPLES.subList(0, 40));
    byte[] exported = whole.exportedWithState();
    Path half = Files.write(directory.resolve("half"), exported);

    SmallLearner other =
        SmallLearner.sparse(directory, ADAM, "initial: " + half).learn(SAMPLES.subList(40, 80));

    whole.learn(SAMPLES.subList(40, 80));
    assertThat(parameters(other.exportedWithState()))
        .isEqualTo(parameters(whole.exportedWithState()));
    List<Float> moments =
        Objects.requireNonNull(parameters(exported).get("optimizer/exp_avg/0.weight"));
    assertThat(IntStream.range(0, 8).filter(column -> isZero(moments, column)).count())
        .isEqualTo(4);
  }

  private static boolean isZero(List<Float> matrix, int column) {
    return IntStream.range(0, 8).allMatch(row -> matrix.get(8 * row + column) == 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void file_ofAModelInBlocks_isThatOfAWholeOne(boolean sparse) throws Exception {
    byte[] whole = small(sparse).learn(SAMPLES).exportedWithState();

    byte[] inBlocks = small(sparse).inBlocks().learn(SAMPLES).exportedWithState();

    assertThat(parameters(inBlocks)).isEqualTo(parameters(whole));
  }

  private SmallLearner small(boolean sparse) throws IOException {
    return sparse
        ? SmallLearner.sparse(directory, ADAM, "")
        : new SmallLearner(directory, ADAM, "");
  }

  private static Map<String, List<Float>> parameters(byte[] exported) {
    Map<String, List<Float>> parameters = new HashMap<>();
    new SafetensorsCodec()
        .decode(exported)
        .tensors()
        .forEach(
            (name, tensor) ->
                parameters.put(
                    name,
                    IntStream.range(0, tensor.size()).mapToObj(i -> tensor.data()[i]).toList()));
    return parameters;
  }

  @Test
  void file_ofAdam_hasPyTorchsNames() throws Exception {
    byte[] file = new SmallLearner(directory, ADAM, "").learn(SAMPLES).exportedWithState();

    SafetensorsFile read = new SafetensorsCodec().decode(file);

    assertThat(read.tensors())
        .containsKeys("0.weight", "optimizer/exp_avg/0.weight", "optimizer/exp_avg_sq/2.bias");
    assertThat(read.metadata())
        .containsEntry("optimizer.type", "adam")
        .containsEntry("optimizer.step", "20");
  }

  @Test
  void initial_withTheStateOfAnotherOptimizer_beginsWithout() throws Exception {
    byte[] adam = new SmallLearner(directory, ADAM, "").exportedWithState();
    Path file = Files.write(directory.resolve("adam"), adam);

    SmallLearner sgd =
        new SmallLearner(directory, "type: sgd, learningRate: 0.1", "initial: " + file);

    assertThat(new SafetensorsCodec().decode(sgd.exportedWithState()).tensors())
        .containsOnlyKeys("0.weight", "0.bias", "2.weight", "2.bias");
  }

  @ParameterizedTest
  @ValueSource(strings = {"optimizer.type", "optimizer.step", "optimizer/exp_avg/0.weight"})
  void initial_withHalfAState_saysWhatIsMissing(String removed) throws Exception {
    SafetensorsFile whole =
        new SafetensorsCodec().decode(new SmallLearner(directory, ADAM, "").exportedWithState());
    Map<String, String> metadata = new HashMap<>(whole.metadata());
    Map<String, Tensor> tensors = new HashMap<>(whole.tensors());
    metadata.remove(removed);
    tensors.remove(removed);
    Path file = directory.resolve("half");
    Files.write(file, new SafetensorsCodec().encode(new SafetensorsFile(metadata, tensors)));

    assertThatThrownBy(() -> new SmallLearner(directory, ADAM, "initial: " + file))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(removed.replace("optimizer/exp_avg", "mean"));
  }

  @Test
  void read_ofAStepThatIsNoNumber_saysIt() throws IOException {
    SafetensorsFile file =
        new SafetensorsFile(
            Map.of("optimizer.type", "adam", "optimizer.step", "many"),
            Map.of("0.weight", Tensor.zeros(Shape.of(1))));

    assertThatThrownBy(() -> SavedOptimizer.read(file))
        .hasMessage("optimizer.step must be a finite number: many");
  }
}
