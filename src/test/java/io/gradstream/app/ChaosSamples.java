package io.gradstream.app;

import io.gradstream.version.ModelVersion;
import java.util.ArrayList;
import java.util.List;

/** The samples that were sent to a stage, and the versions that a consumer sees come of them. */
final class ChaosSamples implements AutoCloseable {
  private final ChaosStage stage;
  private final Versions seen;
  private final List<String> sent = new ArrayList<>();
  private long flights;

  ChaosSamples(ChaosStage stage) {
    this.stage = stage;
    this.seen = Versions.of(stage.trial().settings());
  }

  /** Sends samples to one partition, and records among them that are none. */
  void send(int partition, List<String> records) {
    TopicOwner.of(stage.trial()).send(partition, records);
    sent.addAll(records);
    flights += records.stream().filter(record -> !isBroken(record)).count();
  }

  private static boolean isBroken(String record) {
    return record.startsWith("broken");
  }

  /** Waits until all samples that were sent are learned, and public. */
  void awaitLearned() {
    var unused = stage.learner(0).await(seen.with(flights));
  }

  /** All that was sent, in its order. */
  List<String> sent() {
    return List.copyOf(sent);
  }

  List<String> broken() {
    return sent.stream().filter(ChaosSamples::isBroken).toList();
  }

  /** How many samples were sent. */
  long flights() {
    return flights;
  }

  /** All versions that a consumer has seen. */
  List<ModelVersion> versions() {
    return seen.upTo(flights);
  }

  @Override
  public void close() {
    seen.close();
  }
}
