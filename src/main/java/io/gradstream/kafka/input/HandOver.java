package io.gradstream.kafka.input;

import io.gradstream.kafka.client.Machine;
import io.gradstream.version.OffsetRange;
import io.gradstream.version.Offsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * What a subscription gets of the records that are polled, in which order, and what it is told is
 * passed over: what is late, or was deleted.
 *
 * <p>For the poll thread.
 */
final class HandOver {
  private final Consumer<byte[], byte[]> consumer;
  private final EndOffsets ends;
  private final ConsumerPositions positions;
  private final Backlog backlog;
  private final SilentPartitions silent;
  private final Machine machine;

  HandOver(
      Consumer<byte[], byte[]> consumer,
      EndOffsets ends,
      ConsumerPositions positions,
      Optional<BacklogSettings> backlog,
      Machine machine) {
    this.consumer = consumer;
    this.ends = ends;
    this.positions = positions;
    this.backlog = new Backlog(consumer, ends, backlog);
    this.silent = new SilentPartitions(machine);
    this.machine = machine;
  }

  /** Reading begins anew, where these offsets end. */
  void begin(Offsets from) {
    backlog.begin(from);
  }

  /** Hands over what was polled, as far as it is wanted. */
  void polled(ConsumerRecords<byte[], byte[]> records, RecordSubscription subscription) {
    Map<TopicPartition, OffsetRange> late = passedOver(records, subscription);
    add(records, late.keySet(), subscription);
    positions.polled(records);
    positions.skipLate(late);
    passOver(late, subscription);
    if (subscription.isOrdered()) {
      order(subscription);
    }
    subscription.drain();
  }

  private Map<TopicPartition, OffsetRange> passedOver(
      ConsumerRecords<byte[], byte[]> records, RecordSubscription subscription) {
    Map<TopicPartition, OffsetRange> late = backlog.late(records);
    if (backlog.skips()) {
      return late;
    }
    positions.catchUp(late);
    late.forEach((partition, range) -> subscription.addAhead(new RunMark(partition, range, false)));
    return Map.of();
  }

  private void add(
      ConsumerRecords<byte[], byte[]> records,
      Set<TopicPartition> passedOver,
      RecordSubscription subscription) {
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> wanted = ends.cut(partition, records.records(partition));
      if (!wanted.isEmpty() && !passedOver.contains(partition)) {
        subscription.add(partition, wanted, machine.currentTimeMillis());
      }
    }
  }

  /**
   * Passes over what was deleted.
   *
   * @throws OffsetOutOfRangeException the same, if an offset is out of range for another reason
   */
  void skipDeleted(OffsetOutOfRangeException thrown, RecordSubscription subscription) {
    passOver(positions.skipDeleted(thrown), subscription);
  }

  private static void passOver(
      Map<TopicPartition, OffsetRange> skipped, RecordSubscription subscription) {
    skipped.forEach(
        (partition, range) ->
            subscription.addBehind(partition, new RunMark(partition, range, true)));
  }

  private void order(RecordSubscription subscription) {
    Set<TopicPartition> all = consumer.assignment();
    if (!ends.isBounded()) {
      silent.look(consumer, subscription.holdingUp(all, silent.dueMs()));
    }
    subscription.order(all, this::silentUntilMs);
  }

  /** To a fixed end all of it is waited for. */
  private long silentUntilMs(TopicPartition partition) {
    return ends.reached(consumer, partition) ? Long.MAX_VALUE : silent.untilMs(partition);
  }
}
