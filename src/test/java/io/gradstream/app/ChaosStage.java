package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.version.Offsets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import reactor.core.publisher.Mono;

/** Learners of one name and their broker, each in a JVM of its own, and what is done to them. */
final class ChaosStage implements AutoCloseable {
  private static final int MOST_LEARNERS = 2;

  /** The exit code of what SIGTERM ends: 128 and its number. */
  private static final int STOPPED_BY_SIGNAL = 143;

  private static final List<ForeignRecord> LITTER =
      List.of(
          ForeignRecord.CONSOLE_TEXT,
          ForeignRecord.EMPTY_VALUE,
          ForeignRecord.JSON_LIST,
          ForeignRecord.RANDOM_BYTES);

  private final Path directory;
  private final int port = FreePort.find();
  private final List<String> javaOptions;
  private final List<OwnJvm> learners = new ArrayList<>();
  private final Trial trial;
  private OwnJvm broker;
  private int partitions;
  private boolean outputsDeleted;

  /**
   * A broker and a learner that has samples to come.
   *
   * @param javaOptions of the learners' JVMs
   * @param sections lines of YAML that the shipped configuration of the flights has otherwise
   */
  ChaosStage(Path directory, int partitions, List<String> javaOptions, String... sections)
      throws IOException {
    this.directory = directory;
    this.partitions = partitions;
    this.javaOptions = javaOptions;
    this.broker = startBroker();
    KafkaSettings kafka = new KafkaSettings(broker.await(broker.result()), Map.of());
    this.trial = Trial.of(kafka, directory, "flights", sections);
    trial.createTopics(partitions);
    startLearner();
  }

  private OwnJvm startBroker() {
    String data = directory.resolve("broker").toString();
    return OwnJvm.start("broker", "--port", Integer.toString(port), "--data-dir", data);
  }

  private void startLearner() {
    learners.add(OwnJvm.start(javaOptions, Map.of(), trial.command("train", "--wait")));
  }

  OwnJvm learner(int index) {
    return learners.get(index);
  }

  int learners() {
    return learners.size();
  }

  int partitions() {
    return partitions;
  }

  void killLearner(int index) {
    learners.remove(index).kill();
    startLearner();
  }

  void stopLearner(int index) {
    requireStopped(learners.remove(index));
    startLearner();
  }

  /** In good order, unless it was stopped before it had said a word: then by the signal itself. */
  private static void requireStopped(OwnJvm learner) {
    CommandRun run = learner.terminate();
    boolean began = run.err().stream().anyMatch(line -> line.contains("INFO"));
    if (began || run.code() != STOPPED_BY_SIGNAL) {
      run.requireDone();
    }
  }

  void pauseLearner(int index, int ms) {
    OwnJvm learner = learners.get(index);
    learner.pause();
    pass(ms);
    learner.resume();
  }

  void addLearner() {
    if (learners.size() < MOST_LEARNERS) {
      startLearner();
    } else {
      learners.remove(MOST_LEARNERS - 1).kill();
    }
  }

  void evict() {
    String group = trial.settings().modelName();
    try (Admin admin = admin()) {
      admin
          .removeMembersFromConsumerGroup(
              group, new RemoveMembersFromConsumerGroupOptions(Set.of(new MemberToRemove(group))))
          .all()
          .get();
    } catch (ExecutionException | InterruptedException failure) {
      if (!(failure.getCause() instanceof UnknownMemberIdException)
          && !(failure.getCause() instanceof GroupIdNotFoundException)) {
        throw new AssertionError(failure);
      }
    }
  }

  void killBroker() {
    broker.kill();
    broker = startBroker();
    broker.await(broker.result());
  }

  void pauseBroker(int ms) {
    broker.pause();
    pass(ms);
    broker.resume();
  }

  private static void pass(int ms) {
    Mono.delay(Duration.ofMillis(ms)).block();
  }

  void sendAndAbort(int samples) {
    TopicOwner.of(trial)
        .sendAndAbort(0, Samples.flights().subList(0, samples).toArray(String[]::new));
  }

  /** Something that is none of ours, on each of the topics, under the model's key. */
  void litter(SplittableRandom random) {
    String model = trial.settings().modelName();
    ForeignRecord kind = LITTER.get(random.nextInt(LITTER.size()));
    for (String topic : trial.settings().topics().written()) {
      trial
          .committed()
          .send(new ProducerRecord<>(topic, model.getBytes(UTF_8), kind.value(new byte[0])));
    }
  }

  /** Removes what is learned by now, as retention would some day. */
  void removeLearned() {
    Offsets learned = trial.committed().offsets(trial.settings().modelName());
    for (int partition = 0; partition < partitions; partition++) {
      OptionalLong next = learned.next(trial.inputTopic(), partition);
      if (next.isPresent()) {
        TopicOwner.of(trial).deleteBefore(partition, next.getAsLong());
      }
    }
  }

  void deleteOutput(boolean state) {
    outputsDeleted = true;
    String topic =
        state ? trial.settings().topics().state() : trial.settings().topics().parameters();
    new TopicOwner(trial.settings().kafka(), topic).delete();
  }

  void addPartition() {
    TopicOwner.of(trial).growTo(++partitions);
  }

  /** Ends the learners in good order. */
  void stopLearners() {
    for (OwnJvm learner : learners) {
      requireStopped(learner);
    }
    learners.clear();
  }

  Trial trial() {
    return trial;
  }

  /** Whether versions are gone with a topic that somebody has deleted. */
  boolean isGapless() {
    return !outputsDeleted;
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", trial.settings().kafka().bootstrapServers()));
  }

  @Override
  public void close() {
    learners.forEach(OwnJvm::close);
    broker.close();
  }
}
