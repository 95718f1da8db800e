package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import io.gradstream.kafka.client.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** A topic that is deleted under a learner which writes it comes back with the whole model. */
@Timeout(180)
@ExtendWith(SharedBroker.class)
class DeletedOutputsIT {
  private static final String SAMPLE = "{\"x\": 3, \"y\": 1}";
  private static final String NO_SAMPLE = "{\"x\": \"three\", \"y\": 1}";
  private static final String MADE_ANEW = "made anew, and the next version is published whole";
  private static final String[] IN_BLOCKS = {
    "sample: {features: [{field: origin, type: categorical, buckets: 262144}],"
        + " label: {field: delayed, type: binary}}",
    "optimizer: {type: ftrl, alpha: 0.1, l1: 0.01}",
    "publish: {everySteps: 50}"
  };

  @TempDir private Path directory;

  @Test
  void train_parametersDeletedWhileItIsIdle_publishesTheModelAgain() throws IOException {
    Trial trial = Trial.ofLine(directory);
    trial.send(List.of(SAMPLE, SAMPLE));
    Topics topics = trial.settings().topics();
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      awaitRecords(trial, topics.parameters(), 1);
      owner(trial, topics.parameters()).delete();

      learner.await(learner.says(MADE_ANEW));

      awaitRecords(trial, topics.parameters(), 1);
      requireCompacted(trial, topics.parameters());
      assertThat(trial.exported()).isEqualTo(trial.replay(List.of(SAMPLE, SAMPLE)));
      requireToldOnce(learner.terminate().requireDone(), topics.parameters());
    }
    trial.send(List.of(SAMPLE));
    trial.trainUntilEnd();
    assertThat(trial.exported()).isEqualTo(trial.replay(List.of(SAMPLE, SAMPLE, SAMPLE)));
  }

  @Test
  void watch_itsTopicDeleted_followsTheOneThatIsMadeAnew() throws IOException {
    Trial trial = Trial.ofLine(directory, "publish: {everySteps: 1}");
    trial.send(List.of(SAMPLE, SAMPLE));
    String topic = trial.settings().topics().parameters();
    try (OwnJvm learner = OwnJvm.start(trial.command("train"));
        OwnJvm watch = OwnJvm.start(trial.command("watch", "--from-beginning"))) {
      watch.await(watch.result(1));
      owner(trial, topic).delete();
      watch.await(
          watch.says("what was to be read next was deleted; reading it from its beginning"));
      trial.send(List.of(SAMPLE));

      String told = watch.await(watch.prints("3 samples"));

      assertThat(told).isNotEmpty();
      CommandRun run = watch.terminate().requireDone();
      assertThat(run.err()).noneMatch(line -> line.contains("Exception"));
      learner.terminate().requireDone();
    }
  }

  @Test
  void train_bothTopicsDeletedAndMadeByTheBroker_setsAndFillsThem() throws IOException {
    Trial trial = Trial.ofLine(directory);
    trial.send(List.of(SAMPLE));
    Topics topics = trial.settings().topics();
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      awaitRecords(trial, topics.parameters(), 1);
      TopicOwner parameters = owner(trial, topics.parameters());
      TopicOwner state = owner(trial, topics.state());
      learner.pause();
      parameters.delete();
      state.delete();
      // As brokers make topics whose default is three partitions.
      parameters.create(3);
      state.create(1);
      TopicOwner.of(trial).send(0, SAMPLE);
      learner.resume();

      learner.await(learner.says(MADE_ANEW));

      awaitRecords(trial, topics.parameters(), 1);
      CommandRun run = learner.terminate().requireDone();
      assertThat(run.err()).noneMatch(line -> line.contains("not answered in time"));
    }
    requireCompacted(trial, topics.parameters());
    requireCompacted(trial, topics.state());
    trial.trainUntilEnd();
    assertThat(trial.exported()).isEqualTo(trial.replay(List.of(SAMPLE, SAMPLE)));
  }

  @Test
  void train_topicsOfBlocksDeletedWhileItLearns_publishesEveryBlockAgain() throws IOException {
    for (int which = 0; which < 2; which++) {
      List<String> flights = Samples.flights().subList(0, 6_000);
      Trial trial = Trial.of(directory, "flights", IN_BLOCKS);
      Topics topics = trial.settings().topics();
      trial.send(flights.subList(0, 3_000));
      String deleted = which == 0 ? topics.parameters() : topics.state();
      try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
        awaitRecords(trial, topics.parameters(), 2);
        owner(trial, deleted).delete();
        TopicOwner.of(trial).send(0, flights.subList(3_000, 6_000));
        learner.await(learner.says(MADE_ANEW));
        learner.terminate().requireDone();
      }
      requireCompacted(trial, deleted);

      trial.trainUntilEnd();

      assertThat(trial.exported()).isEqualTo(trial.replay(flights));
    }
  }

  @Test
  void train_figuresDeleted_makesTheirTopicAnewAndGoesOn() throws IOException {
    Trial trial = Trial.ofLine(directory);
    trial.send(List.of(SAMPLE));
    Topics topics = trial.settings().topics();
    String figures = topics.metrics().orElseThrow();
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      awaitRecords(trial, figures, 1);
      owner(trial, figures).delete();

      learner.await(learner.says(MADE_ANEW));

      awaitRecords(trial, figures, 1);
      requireToldOnce(learner.terminate().requireDone(), figures);
    }
    assertThat(trial.committed().setting(figures, "retention.bytes")).isEqualTo("268435456");
  }

  @Test
  void train_deadLettersDeleted_makesTheirTopicAnewAndLosesNone() throws IOException {
    Trial trial = Trial.ofLine(directory, "publish: {everySteps: 1000, everyInterval: 100ms}");
    trial.send(List.of(SAMPLE));
    Topics topics = trial.settings().topics();
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      awaitRecords(trial, topics.parameters(), 1);
      learner.pause();
      owner(trial, topics.deadLetter()).delete();
      TopicOwner.of(trial).send(0, NO_SAMPLE, SAMPLE, NO_SAMPLE);
      learner.resume();
      learner.await(learner.says(MADE_ANEW));
      awaitRecords(trial, topics.deadLetter(), 2);
      requireToldOnce(learner.terminate().requireDone(), topics.deadLetter());
    }
    assertThat(trial.committed().records(topics.deadLetter()))
        .extracting(letter -> new String(letter.headers().lastHeader("offset").value(), UTF_8))
        .containsExactly("1", "3");
    assertThat(trial.committed().setting(topics.deadLetter(), "retention.ms"))
        .isEqualTo("7776000000");
  }

  private static TopicOwner owner(Trial trial, String topic) {
    return new TopicOwner(trial.settings().kafka(), topic);
  }

  private static void awaitRecords(Trial trial, String topic, int count) {
    Mono.fromCallable(() -> records(trial, topic))
        .filter(records -> records >= count)
        .repeatWhenEmpty(empty -> empty.delayElements(Duration.ofMillis(100)))
        .timeout(Duration.ofSeconds(90))
        .block();
  }

  /** Without a look at a topic that is not there, which would make it. */
  private static int records(Trial trial, String topic) {
    List<ConsumerRecord<byte[], byte[]>> none = List.of();
    return (owner(trial, topic).exists() ? trial.committed().records(topic) : none).size();
  }

  private static void requireCompacted(Trial trial, String topic) {
    assertThat(trial.committed().setting(topic, "cleanup.policy")).isEqualTo("compact");
    assertThat(trial.committed().setting(topic, "min.cleanable.dirty.ratio")).isEqualTo("0.1");
  }

  private static void requireToldOnce(CommandRun run, String topic) {
    assertThat(run.err())
        .filteredOn(line -> line.contains(" WARN ") && !line.contains("dead letter: "))
        .hasSize(1)
        .allSatisfy(
            line ->
                assertThat(line).endsWith("topics %s were deleted: ".formatted(topic) + MADE_ANEW));
  }
}
