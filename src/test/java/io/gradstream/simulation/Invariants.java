package io.gradstream.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.codec.FiguresCodec;
import io.gradstream.codec.VersionFormat;
import io.gradstream.kafka.client.Topics;
import io.gradstream.simulation.TransactionCoordinator.Transaction;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.VersionFigures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What exactly once means: looked at whenever a transaction is decided, before anybody can have
 * read it, and once more over all that readers see in the end.
 */
final class Invariants {
  private final SimulatedBroker broker;
  private final Topics topics;
  private final ReferenceLearner reference;
  private final List<ProducerRecord<byte[], byte[]>> committed = new ArrayList<>();
  private Offsets before = Offsets.none();
  private long versions;
  private @Nullable BrokenInvariant broken;

  Invariants(SimulatedBroker broker, Topics topics, ReferenceLearner reference) {
    this.broker = broker;
    this.topics = topics;
    this.reference = reference;
    broker.transactions().onCommit(this::committed);
  }

  /** Whether one did not hold. */
  boolean isBroken() {
    return broken != null;
  }

  /** Fails with the first that did not hold, even if somebody has caught that. */
  void requireUnbroken() {
    if (broken != null) {
      throw broken;
    }
  }

  private void committed(Transaction transaction) {
    ModelVersion version =
        VersionFormat.decode(only("version", transaction.records(topics.parameters())));
    require(
        version.version() == versions + 1, "version %d follows %d", version.version(), versions);
    versions++;
    byte[] state = only("state", transaction.records(topics.state()));
    long kept = new CheckpointCodec().decode(state).version();
    require(kept == versions, "version %d has the state of %d", versions, kept);
    requireOffsets(version.offsets(), transaction.offsets());
    requireFigures(only("point", transaction.records(topics.metrics().orElseThrow())), version);
    requireDeadLetters(transaction.records(topics.deadLetter()), learnTo(version.offsets()));
    requireParameters(version);
    before = version.offsets();
    committed.addAll(transaction.records());
  }

  private byte[] only(String what, List<ProducerRecord<byte[], byte[]>> records) {
    require(records.size() == 1, "a transaction has one %s: %d", what, records.size());
    return records.get(0).value();
  }

  private void requireFigures(byte[] point, ModelVersion version) {
    VersionFigures figures = new FiguresCodec().decode(point);
    require(
        figures.version() == versions && figures.samples() == version.samples(),
        "version %d has the figures of %s",
        versions,
        figures);
  }

  private void requireOffsets(Offsets learned, Map<TopicPartition, Long> sent) {
    Map<TopicPartition, Long> expected = new HashMap<>();
    learned
        .byTopic()
        .forEach(
            (topic, next) ->
                next.forEach(
                    (partition, offset) ->
                        expected.put(new TopicPartition(topic, partition), offset)));
    require(sent.equals(expected), "version %d of %s commits offsets %s", versions, expected, sent);
  }

  /** The records on the way that are no samples, as topic, partition and offset. */
  private List<String> learnTo(Offsets offsets) {
    List<String> bad = new ArrayList<>();
    for (int partition = 0; partition < broker.topic("in").partitions().length; partition++) {
      long from = before.next("in", partition).orElse(0);
      long to = offsets.next("in", partition).orElse(0);
      require(to >= from, "version %d goes back from offset %d to %d", versions, from, to);
      for (long offset : reference.learnTo(partition, to)) {
        bad.add("in-%d:%d".formatted(partition, offset));
      }
    }
    return bad;
  }

  private void requireDeadLetters(List<ProducerRecord<byte[], byte[]>> letters, List<String> bad) {
    List<String> told =
        letters.stream()
            .map(
                letter ->
                    "%s-%s:%s"
                        .formatted(
                            header(letter, "topic"),
                            header(letter, "partition"),
                            header(letter, "offset")))
            .sorted()
            .toList();
    List<String> expected = bad.stream().sorted().toList();
    require(
        told.equals(expected), "version %d has dead letters %s of %s", versions, told, expected);
  }

  private static String header(ProducerRecord<byte[], byte[]> letter, String key) {
    return new String(letter.headers().lastHeader(key).value(), UTF_8);
  }

  private void requireParameters(ModelVersion version) {
    if (reference.hasRest()) {
      require(isAtEnd(version.offsets()), "version %d is inside a batch", versions);
      reference.learnRest();
    }
    require(
        version.samples() == reference.samples(),
        "version %d has %d samples of %d",
        versions,
        version.samples(),
        reference.samples());
    require(reference.has(version.parameters()), "version %d has other parameters", versions);
  }

  /** Whether all that is committed of the input lies before these offsets. */
  boolean isAtEnd(Offsets offsets) {
    for (SimulatedLog log : broker.topic("in").partitions()) {
      long next = offsets.next("in", log.partition().partition()).orElse(0);
      if (log.entries().stream().anyMatch(entry -> entry.offset() >= next && entry.isCommitted())) {
        return false;
      }
    }
    return true;
  }

  /** Whether everything is learned and public. */
  boolean isAllLearned() {
    return isAtEnd(before);
  }

  /** What readers of committed records see is what was committed, and nothing else. */
  void requireReadable(String group) {
    for (String topic : topics.written()) {
      List<String> seen =
          broker.topic(topic).partitions()[0].entries().stream()
              .filter(SimulatedLog.Entry::isCommitted)
              .map(entry -> text(entry.value()))
              .toList();
      List<String> expected =
          committed.stream()
              .filter(record -> record.topic().equals(topic))
              .map(record -> text(record.value()))
              .toList();
      require(seen.equals(expected), "topic %s has %s of %s", topic, seen, expected);
    }
    requireOffsets(before, broker.groups().group(group).offsets());
  }

  private static String text(byte @Nullable [] value) {
    return value == null ? "null" : new String(value, UTF_8);
  }

  private void require(boolean holds, String otherwise, Object... values) {
    if (!holds) {
      broken = broken == null ? new BrokenInvariant(otherwise.formatted(values)) : broken;
      throw broken;
    }
  }
}
