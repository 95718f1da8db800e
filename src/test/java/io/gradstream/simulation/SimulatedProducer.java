package io.gradstream.simulation;

import io.gradstream.simulation.TransactionCoordinator.Identity;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;

/**
 * A transactional producer. Once it is fenced it is of no more use; after any other failure within
 * a transaction that one can only be aborted, but for a decision without an answer: nobody may take
 * another then.
 */
final class SimulatedProducer {
  private enum State {
    NEW,
    READY,
    IN_TRANSACTION,
    /** A record or an offset was refused. */
    ABORTABLE,
    /** What has become of the decision, nobody knows. */
    UNDECIDED,
    FENCED,
    CLOSED
  }

  private static final long MAX_BLOCK_NS = TimeUnit.MINUTES.toNanos(1);
  private static final long DELIVERY_NS = TimeUnit.MINUTES.toNanos(2);

  private final Connection connection;
  private final TransactionCoordinator coordinator;
  private final String transactionalId;
  private final long timeoutNs;
  private State state = State.NEW;
  private @Nullable Identity identity;
  private int epoch;
  private @Nullable RuntimeException failure;
  private boolean begun;

  SimulatedProducer(Connection connection, Map<String, Object> properties) {
    this.connection = connection;
    this.coordinator = connection.broker().transactions();
    this.transactionalId = String.valueOf(properties.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG));
    this.timeoutNs =
        TimeUnit.MILLISECONDS.toNanos(
            Long.parseLong(
                String.valueOf(properties.get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG))));
  }

  void initTransactions() {
    require(State.NEW);
    connection.awaitCoordinator(MAX_BLOCK_NS);
    Optional<Identity> taken = init();
    while (taken.isEmpty()) {
      connection.waitFor(TimeUnit.MILLISECONDS.toNanos(2));
      taken = init();
    }
    identity = taken.get();
    epoch = identity.epoch();
    state = State.READY;
  }

  private Optional<Identity> init() {
    return connection.ask(
        "initTransactions", MAX_BLOCK_NS, () -> coordinator.init(transactionalId, timeoutNs));
  }

  void beginTransaction() {
    require(State.READY);
    state = State.IN_TRANSACTION;
    begun = false;
  }

  void sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata member) {
    require(State.IN_TRANSACTION);
    Map<TopicPartition, Long> next = new HashMap<>();
    offsets.forEach((partition, offset) -> next.put(partition, offset.offset()));
    try {
      connection.awaitCoordinator(MAX_BLOCK_NS);
      awaitFree();
      connection.ask("sendOffsets " + next, MAX_BLOCK_NS, () -> sendOffsets(next, member));
    } catch (TimeoutException lost) {
      throw lost;
    } catch (UnknownMemberIdException | IllegalGenerationException refused) {
      throw failed(new CommitFailedException(refused.getMessage()));
    } catch (RuntimeException refused) {
      throw failed(refused);
    }
  }

  private boolean sendOffsets(Map<TopicPartition, Long> next, ConsumerGroupMetadata member) {
    requireOpen();
    coordinator.requireNewest(taken(), epoch);
    connection.broker().groups().requireMember(member);
    coordinator.addOffsets(taken(), epoch, member.groupId(), next);
    begun = true;
    return true;
  }

  Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    return send(record, (done, failed) -> {});
  }

  Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
    require(State.IN_TRANSACTION, State.ABORTABLE, State.FENCED);
    CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
    try {
      if (failure != null) {
        throw failure;
      }
      TopicPartition partition = new TopicPartition(record.topic(), 0);
      awaitFree();
      connection.ask("send to " + partition, DELIVERY_NS, () -> append(record, partition));
      RecordMetadata done = new RecordMetadata(partition, 0, 0, 0, 0, 0);
      callback.onCompletion(done, null);
      sent.complete(done);
    } catch (RuntimeException refused) {
      failed(refused);
      callback.onCompletion(null, refused);
      sent.completeExceptionally(refused);
    }
    return sent;
  }

  private boolean append(ProducerRecord<byte[], byte[]> record, TopicPartition partition) {
    requireOpen();
    if (connection.broker().faults().happens(Fault.REFUSED_TRANSACTION, 2)) {
      throw new OutOfOrderSequenceException("a batch before it was lost");
    }
    coordinator.add(taken(), epoch, partition, record);
    begun = true;
    return true;
  }

  /** Until the markers of the transaction before are written there is no other. */
  private void awaitFree() {
    while (!begun && !coordinator.isFree(taken(), epoch)) {
      connection.waitFor(TimeUnit.MILLISECONDS.toNanos(2));
    }
    if (begun && connection.broker().faults().happens(Fault.HANGING_TRANSACTION, 0.7)) {
      connection.waitFor(timeoutNs + TimeUnit.SECONDS.toNanos(1));
    }
  }

  void commitTransaction() {
    require(State.IN_TRANSACTION, State.ABORTABLE, State.FENCED);
    if (failure != null) {
      throw failure instanceof ProducerFencedException
          ? failure
          : new KafkaException("cannot commit", failure);
    }
    end(true);
  }

  void abortTransaction() {
    require(State.IN_TRANSACTION, State.ABORTABLE, State.FENCED);
    if (state == State.FENCED) {
      throw new ProducerFencedException("fenced");
    }
    failure = null;
    end(false);
  }

  private void end(boolean commit) {
    if (begun) {
      State before = state;
      state = State.UNDECIDED;
      try {
        connection.awaitCoordinator(MAX_BLOCK_NS);
        connection.ask(commit ? "commit" : "abort", MAX_BLOCK_NS, () -> decide(commit));
      } catch (ProducerFencedException fenced) {
        state = before;
        throw failed(fenced);
      }
    }
    if (state != State.CLOSED) {
      state = State.READY;
    }
  }

  private boolean decide(boolean commit) {
    requireOpen();
    coordinator.end(taken(), epoch, commit);
    return true;
  }

  private RuntimeException failed(RuntimeException thrown) {
    failure = thrown;
    if (state != State.CLOSED) {
      state = thrown instanceof ProducerFencedException ? State.FENCED : State.ABORTABLE;
    }
    return thrown;
  }

  void close(Duration patience) {
    state = State.CLOSED;
  }

  private Identity taken() {
    if (identity == null) {
      throw new IllegalStateException("transactions are not initialised");
    }
    return identity;
  }

  private void requireOpen() {
    if (state == State.CLOSED) {
      throw new KafkaException("the producer is closed");
    }
  }

  private void require(State... allowed) {
    for (State each : allowed) {
      if (state == each) {
        return;
      }
    }
    throw new IllegalStateException("not while the producer is " + state);
  }
}
