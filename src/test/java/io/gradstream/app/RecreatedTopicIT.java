package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A topic that was made anew under the same name is another one, and one that is gone is none. */
@Timeout(180)
@ExtendWith(SharedBroker.class)
class RecreatedTopicIT {
  private static final String SAMPLE = "{\"x\": 3, \"y\": 1}";
  private static final String OTHER = "{\"x\": 30, \"y\": -1}";

  @TempDir private Path directory;

  @Test
  void train_inputMadeAnewWhileItWasAway_refusesItUntilItIsReset() throws IOException {
    Trial trial = Trial.ofLine(directory);
    trial.send(List.of(SAMPLE, SAMPLE));
    trial.trainUntilEnd();
    TopicOwner owner = TopicOwner.of(trial);
    makeAnew(owner);
    // Longer than the old one was, so that its offsets look valid.
    owner.send(0, Collections.nCopies(5, OTHER));

    requireRecreated(CommandRun.inThisJvm(trial.command("train", "--until-end")), trial, 1);

    CommandRun reset = CommandRun.inThisJvm(trial.command("train", "--until-end", "--reset"));
    assertThat(reset.requireDone().count("samples")).isEqualTo(5);
    ModelVersion version = trial.exportedVersion();
    assertThat(version.version()).isEqualTo(2);
    assertThat(version.offsets().topicIds()).isEqualTo(Map.of(trial.inputTopic(), owner.id()));
    trial.trainUntilEnd();
  }

  @Test
  void train_inputMadeAnewAndShorter_saysSoAndNotThatSamplesAreMissing() throws IOException {
    Trial trial = Trial.ofLine(directory);
    trial.send(List.of(SAMPLE, SAMPLE));
    trial.trainUntilEnd();
    makeAnew(TopicOwner.of(trial));

    requireRecreated(CommandRun.inThisJvm(trial.command("train")), trial, 1);
  }

  @Test
  void train_inputMadeAnewWhileItIsIdle_endsWithinSeconds() throws IOException {
    Trial trial = Trial.ofLine(directory);
    trial.send(List.of(SAMPLE));
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(seen.with(1));

      makeAnew(TopicOwner.of(trial));

      requireRecreated(learner.awaitEnd(), trial, 1);
    }
    assertThat(trial.exportedVersion().samples()).isEqualTo(1);
  }

  @Test
  void train_inputMadeAnewWhileItLearns_publishesNothingOfTheOther() throws IOException {
    Trial trial = Trial.ofLine(directory, "publish: {everySteps: 1}");
    trial.send(List.of(SAMPLE));
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(seen.with(1));
      TopicOwner owner = TopicOwner.of(trial);
      owner.delete();
      owner.create(1);
      owner.send(0, Collections.nCopies(10_000, OTHER));

      requireRecreated(learner.awaitEnd(), trial, 1);
    }
    assertThat(trial.exportedVersion().samples()).isEqualTo(1);
  }

  @Test
  void train_inputMadeAnewInTheMiddle_hasLearnedWhatTheOldOneHad() throws IOException {
    List<String> flights = Samples.flights(6);
    Trial trial = Trial.of(directory, "flights", "publish: {format: safetensors, everySteps: 50}");
    trial.send(flights);
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(seen.with(2_000));
      TopicOwner owner = TopicOwner.of(trial);
      makeAnew(owner);
      owner.send(0, backwards(flights));

      CommandRun run = learner.awaitEnd();

      assertThat(lastLine(run)).contains("was deleted and made anew since version");
      assertThat(run.code()).isEqualTo(1);
    }
    Learned learned = trial.exported();
    assertThat(learned).isEqualTo(trial.replay(flights.subList(0, (int) learned.samples())));
  }

  private static List<String> backwards(List<String> samples) {
    List<String> backwards = new ArrayList<>(samples);
    Collections.reverse(backwards);
    return backwards;
  }

  @Test
  void train_inputMadeAnewBeforeTheFirstVersion_ends() throws IOException {
    Trial trial = Trial.ofLine(directory, "publish: {everySteps: 1000, everyInterval: 1m}");
    trial.send(List.of(SAMPLE));
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(learner.says("reading ["));
      TopicOwner owner = TopicOwner.of(trial);
      makeAnew(owner);
      owner.send(0, OTHER, OTHER);

      CommandRun run = learner.awaitEnd();

      assertThat(run.code()).isEqualTo(1);
      assertThat(lastLine(run))
          .startsWith("gradstream: topic %s was deleted and made anew".formatted(owner.topic()));
    }
    assertThat(trial.trainUntilEnd().count("samples")).isEqualTo(2);
  }

  @Test
  void train_inputDeletedWhileItWasAway_saysSoAndDoesNotMakeIt() throws IOException {
    Trial trial = Trial.ofLine(directory);
    trial.send(List.of(SAMPLE));
    trial.trainUntilEnd();
    TopicOwner owner = TopicOwner.of(trial);
    owner.delete();

    requireDeleted(CommandRun.inThisJvm(trial.command("train")), trial);

    assertThat(owner.exists()).isFalse();
  }

  @Test
  void train_inputDeletedAndReset_makesItAndStartsOver() throws IOException {
    Trial trial = Trial.ofLine(directory);
    trial.send(List.of(SAMPLE));
    trial.trainUntilEnd();
    TopicOwner owner = TopicOwner.of(trial);
    owner.delete();

    CommandRun.inThisJvm(trial.command("train", "--until-end", "--reset")).requireDone();
    owner.send(0, OTHER, OTHER);
    // Nothing has been published of it yet, and what was before is still what it was.
    requireRecreated(CommandRun.inThisJvm(trial.command("train", "--until-end")), trial, 1);
    CommandRun reset = CommandRun.inThisJvm(trial.command("train", "--until-end", "--reset"));

    assertThat(reset.requireDone().count("samples")).isEqualTo(2);
  }

  @Test
  void train_versionFromBeforeThereWereTopicIds_adoptsTheTopicAndKnowsIt() throws IOException {
    Trial trial = Trial.ofLine(directory);
    trial.send(List.of(SAMPLE));
    trial.trainUntilEnd();
    forgetTopicIds(trial);
    trial.send(List.of(SAMPLE));

    trial.trainUntilEnd();

    TopicOwner owner = TopicOwner.of(trial);
    ModelVersion version = trial.exportedVersion();
    assertThat(version.samples()).isEqualTo(2);
    assertThat(version.offsets().topicIds()).isEqualTo(Map.of(trial.inputTopic(), owner.id()));
    makeAnew(owner);
    requireRecreated(CommandRun.inThisJvm(trial.command("train")), trial, 2);
  }

  /** Has the newest version be what an older program has written. */
  private static void forgetTopicIds(Trial trial) {
    String topic = trial.settings().topics().parameters();
    List<ConsumerRecord<byte[], byte[]>> versions = trial.committed().records(topic);
    ConsumerRecord<byte[], byte[]> last = versions.get(versions.size() - 1);
    String newest = new String(last.value(), UTF_8);
    String older = newest.replaceFirst("\"topicIds\":\\{[^}]*},", "");
    assertThat(older).isNotEqualTo(newest);
    trial.rewrite(topic, List.of(new ProducerRecord<>(topic, last.key(), older.getBytes(UTF_8))));
  }

  @Test
  void train_inputDeletedWhileItRuns_saysSoAndDoesNotBringItBack() throws IOException {
    Trial trial = Trial.ofLine(directory);
    trial.send(List.of(SAMPLE));
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(seen.with(1));
      TopicOwner owner = TopicOwner.of(trial);
      owner.delete();

      requireDeleted(learner.awaitEnd(), trial);

      assertThat(owner.exists()).isFalse();
    }
  }

  @Test
  void trainThatRestarts_inputMadeAnewWhileItWasAway_keepsTheModelAndLearnsAll()
      throws IOException {
    Trial trial = restarting("publish: {everySteps: 1}");
    trial.send(List.of(SAMPLE, SAMPLE, SAMPLE));
    trial.trainUntilEnd();
    long before = trial.exportedVersion().version();
    TopicOwner owner = TopicOwner.of(trial);
    makeAnew(owner);
    // Shorter than the old one was.
    owner.send(0, OTHER);

    CommandRun run = trial.trainUntilEndInItsOwnJvm();

    assertThat(warnings(run))
        .singleElement(InstanceOfAssertFactories.STRING)
        .endsWith(
            "topic %s was deleted and made anew since version %d: learning it from its beginning,"
                    .formatted(trial.inputTopic(), before)
                + " with the model as it is");
    assertThat(run.count("samples")).isEqualTo(4);
    ModelVersion version = trial.exportedVersion();
    assertThat(version.version()).isEqualTo(before + 1);
    assertThat(version.offsets())
        .isEqualTo(Offsets.none().with(owner.topic(), 0, 1).withTopicId(owner.topic(), owner.id()));
    assertThat(Learned.of(version).parameters())
        .isEqualTo(trial.replay(List.of(SAMPLE, SAMPLE, SAMPLE, OTHER)).parameters());
    assertThat(warnings(trial.trainUntilEndInItsOwnJvm())).isEmpty();
  }

  @Test
  void trainThatRestarts_inputMadeAnewWhileItRuns_goesOnWithTheOther() throws IOException {
    Trial trial = restarting("publish: {everySteps: 1}");
    trial.send(List.of(SAMPLE, SAMPLE));
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(seen.with(2));
      TopicOwner owner = TopicOwner.of(trial);
      owner.delete();
      learner.await(learner.says("waiting for it to be made anew"));
      owner.create(2);
      owner.send(0, OTHER);
      owner.send(1, OTHER, OTHER);

      ModelVersion last = learner.await(seen.with(5));

      assertThat(last.offsets().topicIds()).isEqualTo(Map.of(owner.topic(), owner.id()));
      assertThat(last.offsets().byTopic().get(owner.topic())).isEqualTo(Map.of(0, 1L, 1, 2L));
      Gapless.require(seen.upTo(5));
      CommandRun run = learner.terminate().requireDone();
      assertThat(run.err()).filteredOn(line -> line.contains("waiting for it")).hasSize(1);
    }
  }

  @Test
  void trainThatRestarts_inputMadeAnewBeforeTheFirstVersion_learnsTheOtherAlone()
      throws IOException {
    Trial trial = restarting("publish: {everySteps: 1000, everyInterval: 1m}");
    trial.send(List.of(SAMPLE, SAMPLE));
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(learner.says("reading ["));
      TopicOwner owner = TopicOwner.of(trial);
      makeAnew(owner);
      owner.send(0, OTHER);
      learner.await(learner.says("learning it from its beginning"));
      learner.terminate().requireDone();
    }
    trial.trainUntilEnd();
    assertThat(trial.exportedVersion().samples()).isEqualTo(1);
  }

  private Trial restarting(String... sections) throws IOException {
    String input = "input: {topic: in-%s, whenRecreated: restart}".formatted(UUID.randomUUID());
    List<String> all = new ArrayList<>(List.of(sections));
    all.add(input);
    return Trial.ofLine(directory, all.toArray(String[]::new));
  }

  private static List<String> warnings(CommandRun run) {
    return run.err().stream().filter(line -> line.contains(" WARN ")).toList();
  }

  @Test
  void watch_inputDeleted_doesNotMakeIt() throws IOException {
    Trial trial = Trial.ofLine(directory);
    trial.send(List.of(SAMPLE));
    trial.trainUntilEnd();
    TopicOwner owner = TopicOwner.of(trial);
    owner.delete();
    try (OwnJvm watch = OwnJvm.start(trial.command("watch", "--from-beginning"))) {
      watch.await(watch.result().timeout(Duration.ofSeconds(60)));
      watch.terminate();
    }

    assertThat(owner.exists()).isFalse();
  }

  private static void makeAnew(TopicOwner owner) {
    owner.delete();
    owner.create(1);
  }

  private static void requireRecreated(CommandRun run, Trial trial, long version) {
    assertThat(run.code()).isEqualTo(1);
    assertThat(lastLine(run))
        .isEqualTo(
            "gradstream: topic %s was deleted and made anew since version %d: its samples are not"
                    .formatted(trial.inputTopic(), version)
                + " those that were learned; start over with --reset, keep the model and learn from"
                + " the beginning with input.whenRecreated: restart, or learn under another name");
    requireOurWords(run);
  }

  private static void requireDeleted(CommandRun run, Trial trial) {
    assertThat(run.code()).isEqualTo(1);
    assertThat(lastLine(run))
        .isEqualTo(
            "gradstream: topic %s was deleted since version 1, and there is none of its name: make"
                    .formatted(trial.inputTopic())
                + " it anew and go on with input.whenRecreated: restart or start over with --reset,"
                + " or name another in input.topic");
    requireOurWords(run);
  }

  private static void requireOurWords(CommandRun run) {
    assertThat(run.err())
        .noneMatch(line -> line.contains("Exception") || line.contains("\tat "))
        .noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
  }

  private static String lastLine(CommandRun run) {
    return run.err().get(run.err().size() - 1);
  }
}
