package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.OffsetRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Samples that retention removes before they are learned end a learner, or are skipped. */
@Timeout(180)
@ExtendWith(SharedBroker.class)
class DeletedSamplesIT {
  private static final String SAMPLE = "{\"x\": 3, \"y\": 1}";
  private static final String GONE = "{\"x\": 30, \"y\": -1}";
  private static final String EVERY_STEP = "publish: {everySteps: 1}";

  @TempDir private Path directory;

  @Test
  void train_samplesDeletedWhileItWasAway_endsAndNamesTheChoice() throws IOException {
    Trial trial = Trial.ofLine(directory);
    loseWhileAway(trial);

    CommandRun run = CommandRun.inThisJvm(trial.command("train"));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().get(run.err().size() - 1))
        .isEqualTo(
            "gradstream: reading topic %1$s: offset 1 of %1$s-0 is next, but the oldest one left is"
                    .formatted(trial.inputTopic())
                + " 3: samples were deleted before they were learned; go on without them with"
                + " input.whenDeleted: skip, or start over with --reset");
    assertThat(trial.exportedVersion().samples()).isEqualTo(1);
  }

  /** One sample is learned, and of the three that come then the first two are deleted. */
  private static void loseWhileAway(Trial trial) {
    trial.send(List.of(SAMPLE));
    trial.trainUntilEnd();
    trial.send(List.of(GONE, GONE, SAMPLE));
    TopicOwner.of(trial).deleteBefore(0, 3);
  }

  @Test
  void trainThatSkips_samplesDeletedWhileItWasAway_goesOnAndRecordsThem() throws IOException {
    Trial trial = skipping(EVERY_STEP);
    loseWhileAway(trial);

    CommandRun run = trial.trainUntilEndInItsOwnJvm();

    requireTold(run, trial, "2 offsets, 1 to 2,");
    assertThat(run.count("samples")).isEqualTo(2);
    requireVersion(trial, 4, new OffsetRange(1, 3));
    assertThat(trial.exported().parameters())
        .isEqualTo(trial.replay(List.of(SAMPLE, SAMPLE)).parameters());
  }

  @Test
  void trainThatSkips_afterARestart_tellsNothingAndKeepsTheRecord() throws IOException {
    Trial trial = skipping("publish: {everySteps: 1, format: safetensors}");
    loseWhileAway(trial);
    trial.trainUntilEnd();
    trial.send(List.of(SAMPLE, GONE, SAMPLE));

    CommandRun second = trial.trainUntilEndInItsOwnJvm();
    trial.send(List.of(GONE, SAMPLE));
    TopicOwner.of(trial).deleteBefore(0, 8);
    trial.trainUntilEnd();

    assertThat(second.err()).noneMatch(line -> line.contains("skipped"));
    requireVersion(trial, 9, new OffsetRange(1, 3), new OffsetRange(7, 8));
  }

  @Test
  void trainThatSkips_nothingIsLeft_publishesWhereItIs() throws IOException {
    Trial trial = skipping(EVERY_STEP);
    trial.send(List.of(SAMPLE));
    trial.trainUntilEnd();
    trial.send(List.of(GONE, GONE));
    TopicOwner.of(trial).deleteBefore(0, 3);

    requireTold(trial.trainUntilEndInItsOwnJvm(), trial, "2 offsets, 1 to 2,");

    requireVersion(trial, 3, new OffsetRange(1, 3));
    assertThat(trial.trainUntilEndInItsOwnJvm().err()).noneMatch(line -> line.contains("skipped"));
  }

  @Test
  void trainThatSkips_samplesDeletedWhileItRuns_goesOnInTheSameSession() throws IOException {
    Trial trial = skipping(EVERY_STEP, "http: {port: 0}");
    trial.createTopics(2);
    TopicOwner owner = TopicOwner.of(trial);
    owner.send(0, SAMPLE);
    owner.send(1, SAMPLE);
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(seen.with(2));
      learner.pause();
      owner.sendAndDelete(0, GONE, GONE);
      owner.send(0, SAMPLE);
      owner.send(1, SAMPLE);
      learner.resume();

      learner.await(seen.with(4));

      String restores = "gradstream_restores_total{model=\"%s\"}";
      assertThat(
              StatusPages.of(learner)
                  .metrics()
                  .value(restores.formatted(trial.settings().modelName())))
          .isEqualTo(1);
      Gapless.require(seen.upTo(4));
      requireTold(learner.terminate().requireDone(), trial, "2 offsets, 1 to 2,");
    }
    requireVersion(trial, 5, new OffsetRange(1, 3));
  }

  @Test
  void trainThatSkips_beforeTheFirstVersion_recordsThem() throws IOException {
    Trial trial = skipping("publish: {everySteps: 1000, everyInterval: 1h}");
    trial.send(List.of(SAMPLE));
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(learner.says("reading ["));
      learner.await(learner.says("samples, "));
      learner.pause();
      TopicOwner.of(trial).sendAndDelete(0, GONE);
      trial.send(List.of(SAMPLE));
      learner.resume();
      learner.await(learner.says("skipped"));
      learner.terminate().requireDone();
    }
    trial.trainUntilEnd();

    requireVersion(trial, 4, new OffsetRange(1, 2));
    assertThat(trial.exportedVersion().samples()).isEqualTo(2);
  }

  @Test
  void train_samplesDeletedWhileItRuns_ends() throws IOException {
    Trial trial =
        Trial.ofLine(
            directory,
            "input: {topic: in-%s, whenDeleted: fail}".formatted(UUID.randomUUID()),
            EVERY_STEP);
    trial.send(List.of(SAMPLE));
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(seen.with(1));
      learner.pause();
      TopicOwner.of(trial).sendAndDelete(0, GONE);
      trial.send(List.of(SAMPLE));
      learner.resume();

      CommandRun run = learner.awaitEnd();

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err().get(run.err().size() - 1))
          .contains("offset 1 of", "the oldest one left is 2", "input.whenDeleted: skip");
    }
  }

  private Trial skipping(String... sections) throws IOException {
    List<String> all = new ArrayList<>(List.of(sections));
    all.add("input: {topic: in-%s, whenDeleted: skip}".formatted(UUID.randomUUID()));
    return Trial.ofLine(directory, all.toArray(String[]::new));
  }

  private static void requireTold(CommandRun run, Trial trial, String what) {
    assertThat(run.err())
        .filteredOn(line -> line.contains(" WARN "))
        .hasSize(1)
        .allSatisfy(
            line ->
                assertThat(line)
                    .endsWith(
                        "topic %s, partition 0: %s were deleted before they were learned, and are"
                                .formatted(trial.inputTopic(), what)
                            + " skipped"));
  }

  private static void requireVersion(Trial trial, long next, OffsetRange... skipped)
      throws IOException {
    ModelVersion version = trial.exportedVersion();
    assertThat(version.offsets().next(trial.inputTopic(), 0)).hasValue(next);
    assertThat(version.offsets().skipped().of(trial.inputTopic(), 0)).containsExactly(skipped);
  }
}
