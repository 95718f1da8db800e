package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.OffsetRange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Samples that have waited too long are passed over, or caught up with, where that is wanted. */
@Timeout(180)
@ExtendWith(SharedBroker.class)
class BacklogIT {
  /** The broker's retention goes by timestamps too. */
  private static final Instant NOW = Instant.now();

  private static final String SAMPLE = "{\"x\": 3, \"y\": 1}";
  private static final String LATE = "{\"x\": 30, \"y\": -1}";

  @TempDir private Path directory;

  @Test
  void trainThatSkips_killedBehindTheBacklog_recordsItAndLearnsTheOthersOnce() throws Exception {
    Trial trial = skipping("publish: {everySteps: 1, everyInterval: 1h}");
    send(trial, Duration.ofHours(3), SAMPLE);
    trial.trainUntilEnd();
    send(trial, Duration.ofHours(2), LATE, LATE);
    send(trial, Duration.ZERO, LATE);
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      assertThat(learner.await(learner.says("skipped")))
          .endsWith(
              "topic %s, partition 0: 3 offsets, 1 to 3, are later than input.backlog.after, and"
                      .formatted(trial.inputTopic())
                  + " are skipped");
      learner.kill();
    }
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(learner.says("skipped"));
      send(trial, Duration.ZERO, SAMPLE, SAMPLE);
      learner.await(seen.with(3));
      learner.kill();
    }
    send(trial, Duration.ZERO.minusMinutes(9), SAMPLE);

    assertThat(trial.trainUntilEndInItsOwnJvm().err()).noneMatch(line -> line.contains("skipped"));

    requireVersion(trial, 7, new OffsetRange(1, 4));
    assertThat(trial.exported().parameters())
        .isEqualTo(trial.replay(List.of(SAMPLE, SAMPLE, SAMPLE, SAMPLE)).parameters());
  }

  @Test
  void trainThatSkips_orderOfTimestampsAndAnEnd_skipsOnlyThePartitionThatIsLate() throws Exception {
    Trial trial = skipping("publish: {everySteps: 1}", "order: timestamp");
    trial.createTopics(2);
    TopicOwner owner = TopicOwner.of(trial);
    owner.sendAt(0, NOW.minus(Duration.ofHours(2)), LATE, LATE);
    owner.sendAt(0, NOW, LATE);
    owner.sendAt(1, NOW.minus(Duration.ofHours(2)), SAMPLE, SAMPLE);

    assertThat(trial.trainUntilEndInItsOwnJvm().count("samples")).isEqualTo(2);

    requireVersion(trial, 3, new OffsetRange(0, 3));
  }

  /** A step is over eighty samples, as if all there is were learned so. */
  @Test
  void trainThatCatchesUp_killedAmidTheBacklog_learnsItInLargerBatches() throws Exception {
    List<String> late = Samples.flights().subList(0, 8_000);
    Trial trial =
        Trial.of(
            directory,
            "flights",
            "input: {topic: in-%s, backlog: {after: 10m, do: catch-up, batch: 80}}"
                .formatted(UUID.randomUUID()),
            "publish: {everySteps: 5, everyInterval: 1h}");
    send(trial, Duration.ofHours(2), late.toArray(String[]::new));
    send(trial, Duration.ofMinutes(1), late.get(0));
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(seen.with(1_000));
      learner.kill();
    }

    trial.trainUntilEndInItsOwnJvm();

    ModelVersion caughtUp = trial.exportedVersion();
    assertThat(caughtUp.step()).isEqualTo(101);
    assertThat(caughtUp.offsets().caughtUp().of(trial.inputTopic(), 0))
        .containsExactly(new OffsetRange(0, 8_001));
    List<String> all = new ArrayList<>(late);
    all.add(late.get(0));
    assertThat(trial.exported().parameters())
        .isEqualTo(trial.with("batch: {mode: mini-batch, size: 80}").replay(all).parameters());
  }

  @Test
  void trainThatHasCaughtUp_samplesInTime_learnsThemAsEver() throws Exception {
    Trial trial =
        Trial.ofLine(
            directory,
            "batch: {mode: single}",
            "input: {topic: in-%s, backlog: {after: 10m, do: catch-up}}"
                .formatted(UUID.randomUUID()));
    send(trial, Duration.ofHours(2), SAMPLE, SAMPLE, SAMPLE);
    send(trial, Duration.ZERO, SAMPLE);
    trial.trainUntilEnd();
    assertThat(trial.exportedVersion().step()).isEqualTo(1);
    send(trial, Duration.ZERO, SAMPLE, SAMPLE, SAMPLE);

    trial.trainUntilEnd();

    ModelVersion version = trial.exportedVersion();
    assertThat(version.step()).isEqualTo(4);
    assertThat(version.offsets().caughtUp().of(trial.inputTopic(), 0))
        .containsExactly(new OffsetRange(0, 4));
  }

  @Test
  void trainWithoutABacklog_lateSamples_learnsThem() throws Exception {
    Trial trial = Trial.ofLine(directory);
    send(trial, Duration.ofHours(2), SAMPLE);
    send(trial, Duration.ZERO, SAMPLE);

    assertThat(trial.trainUntilEnd().count("samples")).isEqualTo(2);
  }

  private Trial skipping(String publish, String... more) throws IOException {
    String input = "input: {topic: in-%s, backlog: {after: 10m, do: skip}%s}";
    String others = more.length == 0 ? "" : ", " + String.join(", ", more);
    return Trial.ofLine(directory, publish, input.formatted(UUID.randomUUID(), others));
  }

  private static void send(Trial trial, Duration ago, String... samples) {
    trial.createTopics(1);
    TopicOwner.of(trial).sendAt(0, NOW.minus(ago), samples);
  }

  private static void requireVersion(Trial trial, long next, OffsetRange... skipped)
      throws IOException {
    ModelVersion version = trial.exportedVersion();
    assertThat(version.offsets().next(trial.inputTopic(), 0)).hasValue(next);
    assertThat(version.offsets().skipped().of(trial.inputTopic(), 0)).containsExactly(skipped);
  }
}
