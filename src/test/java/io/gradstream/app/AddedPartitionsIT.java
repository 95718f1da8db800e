package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every partition of the input is read, whenever it is added, from its beginning. */
@Timeout(180)
@ExtendWith(SharedBroker.class)
class AddedPartitionsIT {
  private static final String SAMPLE = "{\"x\": 3, \"y\": 1}";
  private static final String HTTP = "http: {port: 0}";
  private static final List<String> FLIGHTS = Samples.flights();

  @TempDir private Path directory;

  @Test
  void trainUntilEnd_partitionAddedWhileItWasAway_endsBehindAllOfThem() throws IOException {
    Trial trial = Trial.ofLine(directory);
    trial.send(List.of("{\"x\": 1, \"y\": 1}"));
    trial.trainUntilEnd();
    TopicOwner owner = TopicOwner.of(trial);
    owner.growTo(2);
    owner.send(1, SAMPLE, SAMPLE);

    CommandRun run = trial.trainUntilEndInItsOwnJvm();

    assertThat(run.count("samples")).isEqualTo(3);
    requireOffsets(trial, Map.of(0, 1L, 1, 2L));
  }

  @Test
  void train_partitionsAddedAfterAKill_readsThemAllAndIsReady() throws IOException {
    Trial trial = Trial.ofLine(directory, HTTP);
    TopicOwner owner = TopicOwner.of(trial);
    trial.createTopics(2);
    owner.send(0, SAMPLE);
    try (Versions seen = Versions.of(trial.settings())) {
      killAfter(trial, seen, 1);
      owner.growTo(5);
      owner.send(1, SAMPLE);
      owner.send(3, SAMPLE, SAMPLE);
      owner.send(4, SAMPLE);
      try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
        ModelVersion last = learner.await(seen.with(5));

        assertThat(last.samples()).isEqualTo(5);
        StatusPages.of(learner).await("/readyz", 200, "assigned: yes");
        learner.terminate().requireDone();
      }
    }
    requireOffsets(trial, Map.of(0, 1L, 1, 1L, 3, 2L, 4, 1L));
  }

  @Test
  void train_partitionAddedWhileItLearns_goesOnAndReadsItToo() throws IOException {
    Trial trial =
        Trial.of(
            directory,
            "flights",
            "kafka: {bootstrapServers: \"%s\", properties: {metadata.max.age.ms: 300000}}"
                .formatted(SharedBroker.kafka().bootstrapServers()),
            "publish: {format: safetensors}",
            HTTP);
    trial.send(FLIGHTS);
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      StatusPages pages = StatusPages.of(learner);
      learner.await(seen.with(1_000));
      TopicOwner owner = TopicOwner.of(trial);
      owner.growTo(2);
      owner.send(1, FLIGHTS.subList(0, 5_000));

      learner.await(seen.with(FLIGHTS.size() + 5_000));

      pages.await("/readyz", 200, "assigned: yes");
      String restores = "gradstream_restores_total{model=\"%s\"}";
      assertThat(pages.metrics().value(restores.formatted(trial.settings().modelName())))
          .isEqualTo(1);
      learner.terminate().requireDone();
      Gapless.require(seen.upTo(FLIGHTS.size() + 5_000));
    }
    requireOffsets(trial, Map.of(0, (long) FLIGHTS.size(), 1, 5_000L));
  }

  @Test
  void trainFromLatest_partitionAddedWhileItRuns_readsItFromItsBeginning() throws IOException {
    Trial trial = fromLatest();
    TopicOwner owner = TopicOwner.of(trial);
    trial.createTopics(1);
    owner.send(0, "{\"x\": 100, \"y\": 1}");
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      StatusPages.of(learner).await("/readyz", 200, "restored: yes");
      learner.await(learner.says("reading ["));
      owner.send(0, SAMPLE);
      learner.await(seen.with(1));
      owner.growTo(2);
      owner.send(1, SAMPLE, SAMPLE);
      learner.await(seen.with(3));
      owner.send(1, SAMPLE);

      ModelVersion last = learner.await(seen.with(4));

      assertThat(last.samples()).isEqualTo(4);
      learner.terminate().requireDone();
    }
    requireOffsets(trial, Map.of(0, 2L, 1, 3L));
  }

  @Test
  void trainFromLatest_withAVersion_readsWhatCameWhileItWasAway() throws IOException {
    Trial trial = fromLatest();
    TopicOwner owner = TopicOwner.of(trial);
    trial.createTopics(2);
    owner.send(0, "{\"x\": 100, \"y\": 1}");
    owner.send(1, "{\"x\": 100, \"y\": 1}");
    try (Versions seen = Versions.of(trial.settings())) {
      try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
        learner.await(learner.says("reading ["));
        owner.send(0, SAMPLE);
        learner.await(seen.with(1));
        learner.kill();
      }
      // To a partition that nothing was learned of, and to one that is new.
      owner.growTo(3);
      owner.send(1, SAMPLE);
      owner.send(2, SAMPLE);

      CommandRun run = trial.trainUntilEndInItsOwnJvm();

      assertThat(run.count("samples")).isEqualTo(3);
    }
    requireOffsets(trial, Map.of(0, 2L, 1, 2L, 2, 1L));
  }

  @Test
  void readyz_beforeThePartitionsAreAssigned_isRedAndSaysWhich() throws IOException {
    Trial trial = Trial.ofLine(directory, HTTP);
    trial.createTopics(2);
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      StatusPages pages = StatusPages.of(learner);
      pages.await("/readyz", 503, "assigned: no, ");
      pages.await("/readyz", 200, "assigned: yes");
      learner.terminate().requireDone();
    }
  }

  private static void killAfter(Trial trial, Versions seen, long samples) {
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(seen.with(samples));
      learner.kill();
    }
  }

  private Trial fromLatest() throws IOException {
    String input = "input: {topic: in-%s, from: latest}".formatted(UUID.randomUUID());
    return Trial.ofLine(directory, input, HTTP);
  }

  private static void requireOffsets(Trial trial, Map<Integer, Long> wanted) {
    assertThat(trial.committed().offsets(trial.settings().modelName()).byTopic())
        .containsOnlyKeys(trial.inputTopic())
        .allSatisfy((topic, partitions) -> assertThat(partitions).isEqualTo(wanted));
  }
}
