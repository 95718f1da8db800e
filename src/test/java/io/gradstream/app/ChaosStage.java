package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.version.ModelVersion;
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
  private static final List<ForeignRecord> LITTER =
      List.of(
          ForeignRecord.CONSOLE_TEXT,
          ForeignRecord.EMPTY_VALUE,
          ForeignRecord.JSON_LIST,
          ForeignRecord.RANDOM_BYTES);

  private final Path directory;
  private final int port = FreePort.find();
  private final List<OwnJvm> learners = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();
  private final Trial trial;
  private final Versions seen;
  private OwnJvm broker;
  private int partitions;
  private long flights;
  private boolean outputsDeleted;

  /** A broker and a learner that has samples to come. */
  ChaosStage(Path directory, int partitions) throws IOException {
    this.directory = directory;
    this.partitions = partitions;
    this.broker = startBroker();
    KafkaSettings kafka = new KafkaSettings(broker.await(broker.result()), Map.of());
    this.trial =
        Trial.of(kafka, directory, "flights", "publish: {format: safetensors, everySteps: 100}");
    trial.createTopics(partitions);
    this.seen = Versions.of(trial.settings());
    startLearner();
  }

  private OwnJvm startBroker() {
    String data = directory.resolve("broker").toString();
    return OwnJvm.start("broker", "--port", Integer.toString(port), "--data-dir", data);
  }

  private void startLearner() {
    learners.add(OwnJvm.start(trial.command("train", "--wait")));
  }

  int learners() {
    return learners.size();
  }

  int partitions() {
    return partitions;
  }

  /** Sends samples to one partition, and records among them that are none. */
  void send(int partition, List<String> records) {
    TopicOwner.of(trial).send(partition, records);
    sent.addAll(records);
    flights += records.stream().filter(record -> !isBroken(record)).count();
  }

  private static boolean isBroken(String record) {
    return record.startsWith("broken");
  }

  /** Waits until so many samples that were sent are learned, and public. */
  ModelVersion awaitLearned() {
    OwnJvm any = learners.get(0);
    return any.await(seen.with(flights));
  }

  void killLearner(int index) {
    learners.remove(index).kill();
    startLearner();
  }

  void stopLearner(int index) {
    learners.remove(index).terminate().requireDone();
    startLearner();
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

  void removeLearned() {
    ModelVersion newest = awaitLearned();
    for (int partition = 0; partition < partitions; partition++) {
      OptionalLong next = newest.offsets().next(trial.inputTopic(), partition);
      if (next.isPresent()) {
        TopicOwner.of(trial).deleteBefore(partition, next.getAsLong());
      }
    }
  }

  void deleteOutput(boolean state) {
    awaitLearned();
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
      learner.terminate().requireDone();
    }
    learners.clear();
  }

  Trial trial() {
    return trial;
  }

  /** All that was sent, in its order. */
  List<String> sent() {
    return List.copyOf(sent);
  }

  List<String> broken() {
    return sent.stream().filter(ChaosStage::isBroken).toList();
  }

  /** How many samples were sent. */
  long flights() {
    return flights;
  }

  /** All versions that a consumer has seen. */
  List<ModelVersion> versions() {
    return seen.upTo(flights);
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
    seen.close();
    learners.forEach(OwnJvm::close);
    broker.close();
  }
}
