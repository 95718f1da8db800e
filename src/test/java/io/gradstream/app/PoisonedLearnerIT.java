package io.gradstream.app;

import static io.gradstream.app.PoisonedSamples.AFTER;
import static io.gradstream.app.PoisonedSamples.BEFORE;
import static io.gradstream.app.PoisonedSamples.POISON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A learner that is killed again and again before, in and behind a stretch of absurd samples. */
@ExtendWith(SharedBroker.class)
class PoisonedLearnerIT {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | none     | network | mse | {type: adam, learningRate: 0.01}",
        "2 | standard | linear  | bce | {type: ftrl, alpha: 0.1}",
        "3 | none     | linear  | mse | {type: sgd, learningRate: 0.01}"
      })
  void train_killedAroundAbsurdSamples_endsAsIfUndisturbed(
      long seed, String scale, String model, String loss, String optimizer) throws IOException {
    List<String> sections =
        new ArrayList<>(PoisonedSamples.configuration(scale, model, loss, optimizer));
    sections.add("publish: {everySteps: 50}");
    Trial trial = Trial.of(directory, "diabetes", sections.toArray(String[]::new));
    List<String> samples = new PoisonedSamples(seed, loss.equals("bce")).poisoned();
    trial.send(samples);
    SplittableRandom random = new SplittableRandom(seed);
    try (Versions seen = Versions.of(trial.settings())) {
      killAt(trial, seen, random.nextInt(1, BEFORE));
      killAt(changed(trial, random), seen, BEFORE);
      killAt(changed(trial, random), seen, BEFORE + random.nextInt(1, AFTER));
      changed(trial, random).trainUntilEnd();

      List<ModelVersion> versions = seen.upTo(BEFORE + AFTER);
      Gapless.require(versions);
      versions.forEach(PoisonedLearnerIT::requireFinite);
      assertThat(Learned.of(versions.get(versions.size() - 1))).isEqualTo(trial.replay(samples));
    }
    assertThat(trial.committed().records(trial.settings().topics().deadLetter()))
        .extracting(letter -> new String(letter.headers().lastHeader("offset").value(), UTF_8))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(BEFORE, BEFORE + POISON).mapToObj(Integer::toString).toList());
  }

  /** The same learner, whose versions are taken at other moments. */
  private static Trial changed(Trial trial, SplittableRandom random) throws IOException {
    return trial.with("publish: {everySteps: %d}".formatted(random.nextInt(10, 200)));
  }

  private static void killAt(Trial trial, Versions seen, long samples) {
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(seen.with(samples));
      learner.kill();
    }
  }

  private static void requireFinite(ModelVersion version) {
    version
        .parameters()
        .values()
        .forEach(
            parameter -> {
              for (float element : parameter.data()) {
                assertThat(element).isFinite();
              }
            });
  }
}
