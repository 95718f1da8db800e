package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A learner that is past a sample that cannot be learned stays past it. */
@ExtendWith(SharedBroker.class)
class AbsurdSamplesIT {
  private static final List<String> DIABETES = Samples.diabetes();
  private static final List<String> ABSURD =
      List.of(
          DIABETES.get(0).replaceFirst("\"progression\":\\s*[0-9.]+", "\"progression\": 1e25"),
          DIABETES.get(1).replaceFirst("\"progression\":\\s*[0-9.]+", "\"progression\": -3e38"),
          DIABETES.get(2).replaceFirst("\"bmi\":\\s*-?[0-9.]+", "\"bmi\": 1e200"));

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "batch: {mode: single}",
        "batch: {mode: mini-batch, size: 16, maxWait: 100ms}",
        "clip: {type: norm, max: 1.0}"
      })
  void train_startedThreeTimes_leavesEachOutOnceAndLearnsTheOthers(String section)
      throws IOException {
    Trial trial = Trial.of(directory, "diabetes", section, "publish: {everySteps: 10}");
    List<String> samples = new ArrayList<>(DIABETES);
    samples.add(60, ABSURD.get(0));
    samples.add(200, ABSURD.get(1));
    samples.add(203, ABSURD.get(2));

    trial.send(samples.subList(0, 160));
    trial.trainUntilEnd();
    trial.send(samples.subList(160, samples.size()));
    trial.trainUntilEnd();
    CommandRun third = trial.trainUntilEnd();

    assertThat(leftOut(trial)).containsExactly("60", "200", "203");
    assertThat(third.count("samples")).isEqualTo(DIABETES.size());
    assertThat(third.count("deadLetters")).isEqualTo(3);
  }

  private static List<String> leftOut(Trial trial) {
    return trial.committed().records(trial.settings().topics().deadLetter()).stream()
        .map(letter -> new String(letter.headers().lastHeader("offset").value(), UTF_8))
        .toList();
  }
}
