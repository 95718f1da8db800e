package io.gradstream.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.learn.Checkpoint;
import io.gradstream.learn.ModelVersion;
import io.gradstream.learn.Snapshot;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Finds the newest committed state of a learner. Done after the learner's {@link KafkaVersionSink}
 * is open, for until then a predecessor's last transaction may still be pending.
 */
public final class Restore {
  private final KafkaSettings kafka;
  private final Topics topics;
  private final Decoders decoders;

  /** Restores from these topics; the decoders' exceptions are passed on. */
  public Restore(KafkaSettings kafka, Topics topics, Decoders decoders) {
    this.kafka = kafka;
    this.topics = topics;
    this.decoders = decoders;
  }

  /**
   * The newest version of a model and what its learner needs to go on; empty if it has never
   * published.
   *
   * @throws KafkaFailure if the cluster does not answer or refuses, if a topic is missing, or if
   *     the two topics do not belong together
   */
  public Optional<Snapshot> newest(String model) {
    String phase = "restoring " + model;
    Map<String, byte[]> values = newestValues(model, phase);
    byte @Nullable [] version = values.get(topics.parameters());
    byte @Nullable [] checkpoint = values.get(topics.state());
    if (version == null && checkpoint == null) {
      return Optional.empty();
    }
    if (version == null || checkpoint == null) {
      throw halfThere(phase, version == null ? topics.parameters() : topics.state());
    }
    return Optional.of(
        matching(
            phase, decoders.version().apply(version), decoders.checkpoint().apply(checkpoint)));
  }

  private Map<String, byte[]> newestValues(String model, String phase) {
    byte[] key = model.getBytes(UTF_8);
    Map<String, byte[]> newest = new HashMap<>();
    try (CommittedRecords records =
        CommittedRecords.open(kafka, Set.of(topics.parameters(), topics.state()), phase)) {
      records.readToEnd(record -> keep(record, key, newest));
    }
    return newest;
  }

  private static void keep(
      ConsumerRecord<byte[], byte[]> record, byte[] key, Map<String, byte[]> newest) {
    if (!Arrays.equals(record.key(), key)) {
      return;
    }
    if (record.value() == null) {
      newest.remove(record.topic());
    } else {
      newest.put(record.topic(), record.value());
    }
  }

  private Snapshot matching(String phase, ModelVersion version, Checkpoint checkpoint) {
    if (version.version() != checkpoint.version()) {
      String explanation =
          "topic %s ends with version %d but topic %s with the state of %d: one of them was written"
              + " or cut by somebody else; start over with --reset";
      throw KafkaFailure.other(
          phase,
          explanation.formatted(
              topics.parameters(), version.version(), topics.state(), checkpoint.version()));
    }
    return new Snapshot(version, checkpoint);
  }

  private KafkaFailure halfThere(String phase, String missing) {
    String explanation =
        "topic %s has nothing of this model although topic %s has: it was deleted or made anew;"
            + " start over with --reset";
    String present = missing.equals(topics.state()) ? topics.parameters() : topics.state();
    return KafkaFailure.other(phase, explanation.formatted(missing, present));
  }
}
