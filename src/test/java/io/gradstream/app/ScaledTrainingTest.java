package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.app.train.ScaledTraining;
import io.gradstream.kafka.SharedBroker;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several learners in one JVM, over four partitions. */
@ExtendWith(SharedBroker.class)
@Timeout(120)
class ScaledTrainingTest {
  private static final int PARTITIONS = 4;
  private static final int SAMPLES = 2_000;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"1, classic", "2, classic", "4, classic", "2, consumer"})
  void run_severalMembers_endWithOneModelOfEverySample(int members, String protocol)
      throws IOException {
    Trial trial =
        Trial.of(
            directory,
            "flights",
            "publish: {format: safetensors}",
            "scale: {round: 50, protocol: %s}".formatted(protocol));
    trial.createTopics(PARTITIONS);
    List<String> records = new ArrayList<>(Samples.flights().subList(0, SAMPLES));
    records.add(7, "broken");
    trial.send(records);

    List<Map<String, Object>> summaries = run(trial, members);

    summaries.forEach(
        summary ->
            assertThat(summary)
                .containsEntry("samples", (long) SAMPLES)
                .containsEntry("deadLetters", 1L));
    ModelVersion newest = trial.exportedVersion();
    assertThat(newest.samples()).isEqualTo(SAMPLES);
    assertThat(summaries)
        .extracting(ScaledTrainingTest::fingerprint)
        .containsOnly(newest.fingerprint());
    assertThat(trial.committed().records(trial.settings().topics().deadLetter())).hasSize(1);
    assertThat(trial.committed().offsets(trial.settings().modelName()).byTopic())
        .isEqualTo(newest.offsets().byTopic());
  }

  private static List<Map<String, Object>> run(Trial trial, int members) {
    List<CompletableFuture<Map<String, Object>>> running =
        IntStream.range(0, members)
            .mapToObj(
                each ->
                    CompletableFuture.supplyAsync(
                        () -> ScaledTraining.of(trial.settings(), true).run(),
                        task -> new Thread(task, "member-" + each).start()))
            .toList();
    return running.stream().map(CompletableFuture::join).toList();
  }

  private static Object fingerprint(Map<String, Object> summary) {
    Map<?, ?> scale = (Map<?, ?>) Objects.requireNonNull(summary.get("scale"));
    return Objects.requireNonNull(scale.get("fingerprint"));
  }
}
