package io.gradstream.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * Who decides over transactions. A transactional id has one producer id for ever and an epoch that
 * rises with each producer that takes it up: the ones before are fenced, and what they have left
 * open is aborted. A decision is final when it is taken; the markers that tell the partitions of it
 * follow one by one, and until the last is written there is no next transaction.
 */
final class TransactionCoordinator {
  private static final Comparator<TopicPartition> BY_NAME =
      Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

  /** What a transaction is made of. */
  static final class Transaction {
    private final Set<TopicPartition> partitions = new TreeSet<>(BY_NAME);
    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final Map<TopicPartition, Long> offsets = new HashMap<>();
    private String group = "";

    /** All records. */
    List<ProducerRecord<byte[], byte[]>> records() {
      return records;
    }

    /** The records of one of its topics. */
    List<ProducerRecord<byte[], byte[]>> records(String topic) {
      return records.stream().filter(record -> record.topic().equals(topic)).toList();
    }

    /** The offsets that are committed with it. */
    Map<TopicPartition, Long> offsets() {
      return offsets;
    }
  }

  /** The one producer of a transactional id. */
  static final class Identity {
    private final long producerId;
    private long timeoutNs;
    private int epoch = -1;
    private @Nullable Transaction open;
    private int markersToCome;

    private Identity(long producerId) {
      this.producerId = producerId;
    }

    long producerId() {
      return producerId;
    }

    int epoch() {
      return epoch;
    }
  }

  private final World world;
  private final SimulatedBroker broker;
  private final Actor markers;
  private final Map<String, Identity> identities = new HashMap<>();
  private final List<Consumer<Transaction>> listeners = new ArrayList<>();

  TransactionCoordinator(World world, SimulatedBroker broker) {
    this.world = world;
    this.broker = broker;
    this.markers = new Actor(world, null, "coordinator");
  }

  /** Has somebody told of every transaction when it is decided that it is committed. */
  void onCommit(Consumer<Transaction> listener) {
    listeners.add(listener);
  }

  Optional<Identity> identity(String transactionalId) {
    return Optional.ofNullable(identities.get(transactionalId));
  }

  /**
   * Takes up a transactional id.
   *
   * @return its producer id and a new epoch; empty as long as something of the one before is to be
   *     ended
   */
  Optional<Identity> init(String transactionalId, long timeoutNs) {
    Identity identity =
        identities.computeIfAbsent(
            transactionalId, known -> new Identity(1000 + identities.size()));
    if (identity.open != null) {
      abort(identity);
    }
    if (identity.markersToCome > 0) {
      return Optional.empty();
    }
    identity.epoch++;
    identity.timeoutNs = timeoutNs;
    return Optional.of(identity);
  }

  /** Whether the one before is ended, and another transaction can begin. */
  boolean isFree(Identity identity, int epoch) {
    requireNewest(identity, epoch);
    return identity.markersToCome == 0;
  }

  /** Adds a record to the open transaction, which begins with the first. */
  void add(
      Identity identity,
      int epoch,
      TopicPartition partition,
      ProducerRecord<byte[], byte[]> record) {
    Transaction transaction = open(identity, epoch);
    transaction.partitions.add(partition);
    transaction.records.add(record);
    broker.log(partition).append(record, identity.producerId);
  }

  /** Has offsets committed with the open transaction. */
  void addOffsets(Identity identity, int epoch, String group, Map<TopicPartition, Long> offsets) {
    Transaction transaction = open(identity, epoch);
    transaction.group = group;
    transaction.offsets.putAll(offsets);
  }

  private Transaction open(Identity identity, int epoch) {
    requireNewest(identity, epoch);
    Transaction transaction = identity.open;
    if (transaction == null) {
      transaction = new Transaction();
      identity.open = transaction;
      Transaction begun = transaction;
      markers.add(() -> abortIfStillOpen(identity, begun), identity.timeoutNs);
    }
    return transaction;
  }

  private void abortIfStillOpen(Identity identity, Transaction transaction) {
    if (identity.open == transaction) {
      abort(identity);
    }
  }

  /** Decides over the open transaction. */
  void end(Identity identity, int epoch, boolean commit) {
    requireNewest(identity, epoch);
    if (identity.open == null) {
      throw new InvalidTxnStateException("no transaction is open");
    }
    Transaction transaction = decided(identity, commit);
    transaction.partitions.forEach(partition -> markLater(identity, partition, commit));
  }

  /** Refuses a producer that is fenced. */
  void requireNewest(Identity identity, int epoch) {
    if (epoch < identity.epoch) {
      throw new ProducerFencedException("there is a newer producer of the transactional id");
    }
  }

  /** Aborts what its producer has left, and may leave out a marker as a broker does in trouble. */
  private void abort(Identity identity) {
    identity.epoch++;
    for (TopicPartition partition : decided(identity, false).partitions) {
      if (broker.faults().happens(Fault.OMITTED_MARKER, 60)) {
        world.tell("coordinator", "leaves out the marker of " + partition);
      } else {
        markLater(identity, partition, false);
      }
    }
  }

  private Transaction decided(Identity identity, boolean commit) {
    Transaction transaction = identity.open;
    if (transaction == null) {
      throw new IllegalStateException("nothing is open");
    }
    identity.open = null;
    world.tell("coordinator", (commit ? "commits " : "aborts ") + transaction.partitions);
    if (commit) {
      listeners.forEach(listener -> listener.accept(transaction));
      if (!transaction.group.isEmpty()) {
        later(identity, () -> broker.groups().commit(transaction.group, transaction.offsets));
      }
    }
    return transaction;
  }

  private void markLater(Identity identity, TopicPartition partition, boolean commit) {
    later(identity, () -> broker.log(partition).mark(identity.producerId, commit));
  }

  private void later(Identity identity, Runnable marker) {
    identity.markersToCome++;
    long ns = world.someNs(TimeUnit.MILLISECONDS.toNanos(10));
    if (broker.faults().happens(Fault.SLOW_MARKER, 2)) {
      ns = TimeUnit.MILLISECONDS.toNanos(world.between(100, 5_000));
    }
    markers.add(
        () -> {
          marker.run();
          identity.markersToCome--;
        },
        ns);
  }
}
