package io.gradstream.kafka;

import static org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
import static org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP;

import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.kafka.client.Partitions;
import io.gradstream.version.OffsetRange;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one consumer, on one thread: it polls from its first subscription to its end, whether
 * anybody wants records or not, and so stays a member of its group. Demand pauses and resumes the
 * partitions, and wakes a poll that waits for nothing. Readings follow one another on the same
 * consumer, so that a pass over the input costs a seek and not a new membership.
 *
 * <p>It ends with the first failure, a lost partition among them. What was learned of a lost
 * partition cannot be published any more: {@link #groupMetadata} stays what it was before the loss,
 * and the group's coordinator refuses that.
 *
 * <p>A wake-up may strike in any call to the consumer, so whatever a turn does can be done again.
 */
final class PollLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Consumer<byte[], byte[]> consumer;
  private final PolledValues values;
  private final String topic;
  private final boolean skipsDeleted;
  private final EndOffsets ends;
  private final ConsumerPositions positions;
  private final Backlog backlog;
  private final Assignment assignment;
  private final WatchedTopic watched;
  private final FailureTranslator failures;
  private final IdlePartitions idlePartitions = new IdlePartitions();
  private final String phase;

  // The poll thread's own.
  private final Set<TopicPartition> lost = new HashSet<>();
  private Offsets from;

  private volatile ConsumerGroupMetadata groupMetadata;
  private volatile @Nullable RecordSubscription next;
  private volatile @Nullable RecordSubscription current;
  private volatile boolean idle;
  private volatile boolean closed;
  private volatile boolean leaving;
  private volatile long polledNs = System.nanoTime();
  private boolean finished; // guarded by this

  PollLoop(
      Consumer<byte[], byte[]> consumer,
      PolledValues values,
      InputSettings input,
      WatchedTopic watched,
      EndOffsets ends,
      FailureTranslator failures,
      RecordSubscription first) {
    this.consumer = consumer;
    this.values = values;
    this.topic = input.topic();
    this.skipsDeleted = input.skipsDeleted();
    this.watched = watched;
    this.phase = "reading topic " + topic;
    this.ends = ends;
    this.positions = new ConsumerPositions(consumer, ends, phase);
    this.backlog = new Backlog(consumer, ends, input.backlog());
    this.assignment = new Assignment(topic);
    this.failures = failures;
    this.groupMetadata = consumer.groupMetadata();
    this.from = first.from();
    this.next = first;
    first.onDemand(this::demanded);
  }

  /** Which member of the group we are, as of the last poll. For any thread. */
  ConsumerGroupMetadata groupMetadata() {
    return groupMetadata;
  }

  /** Which partitions are not read, in words; empty if all are. For any thread. */
  Optional<String> unassigned() {
    return assignment.problem();
  }

  /**
   * How many records of a partition have not been handed over, at most. For any thread.
   *
   * @param beginning where the partition begins
   * @param end where it ends
   */
  long unread(TopicPartition partition, long beginning, long end) {
    // In this order, for records wait before they count as polled: none is missed between the two.
    long toCome = Math.min(end, ends.of(partition)) - positions.next(partition).orElse(beginning);
    RecordSubscription subscription = current;
    return Math.max(0, toCome) + (subscription == null ? 0 : subscription.waiting(partition));
  }

  /** Whether there will be no other member of the group than {@link #groupMetadata}. */
  synchronized boolean isFinished() {
    return finished || closed;
  }

  /** Time since the last poll returned, or since the beginning. For any thread. */
  Duration sinceLastPoll() {
    return Duration.ofNanos(System.nanoTime() - polledNs);
  }

  /**
   * Hands over the next subscription. For any thread.
   *
   * @return false if the loop has ended and another one is needed
   * @throws IllegalStateException if the one before is still being read
   */
  synchronized boolean offer(RecordSubscription subscription) {
    if (finished || closed) {
      return false;
    }
    if (isRead(next) || isRead(current)) {
      throw new IllegalStateException(
          "one subscription at a time: %s is being read".formatted(topic));
    }
    subscription.onDemand(this::demanded);
    next = subscription;
    consumer.wakeup();
    return true;
  }

  private static boolean isRead(@Nullable RecordSubscription subscription) {
    return subscription != null && !subscription.isCancelled();
  }

  private void demanded() {
    if (idle) {
      consumer.wakeup();
    }
  }

  /** Asks the loop to end. For any thread. */
  void close() {
    closed = true;
    consumer.wakeup();
  }

  /** The same, and to give up its place in the group. For any thread. */
  void leave() {
    leaving = true;
    close();
  }

  @Override
  public void run() {
    KafkaFailure failure = polled();
    LOG.debug("the poll loop has ended", failure);
    synchronized (this) {
      finished = true;
    }
    fail(current, failure);
    fail(next, failure);
  }

  private static void fail(@Nullable RecordSubscription subscription, KafkaFailure failure) {
    if (subscription != null) {
      subscription.fail(failure);
    }
  }

  /** Polls until it is closed or fails, and says which. */
  private KafkaFailure polled() {
    try {
      pollUntilClosed();
      return KafkaFailure.other(phase, "the source was closed");
    } catch (Throwable failure) {
      return translated(failure);
    } finally {
      closeConsumer();
    }
  }

  private void closeConsumer() {
    try {
      consumer.close(
          CloseOptions.timeout(CLOSE)
              .withGroupMembershipOperation(leaving ? LEAVE_GROUP : REMAIN_IN_GROUP));
    } catch (RuntimeException failure) {
      LOG.debug("the consumer did not close in order", failure);
    }
  }

  /** A topic that is not there any more, or not the same, explains whatever else is told. */
  private KafkaFailure translated(Throwable thrown) {
    return watched.loss().or(watched::lossNow).orElseGet(() -> explained(thrown));
  }

  private KafkaFailure explained(Throwable thrown) {
    try {
      return thrown instanceof OffsetOutOfRangeException outOfRange
          ? positions.explain(outOfRange)
          : failures.of(phase, thrown, Kind.ABORTED);
    } catch (RuntimeException unexplained) {
      return failures.of(phase, thrown, Kind.OTHER);
    }
  }

  private void pollUntilClosed() {
    List<TopicPartition> partitions = firstContact();
    while (!closed) {
      try {
        turn(partitions);
      } catch (WakeupException woken) {
        // There is a demand, a subscription or an end to see to: the next turn does.
      }
    }
  }

  private List<TopicPartition> firstContact() {
    while (true) {
      try {
        return Partitions.of(consumer, topic, phase);
      } catch (WakeupException woken) {
        if (closed) {
          return List.of();
        }
      } catch (RuntimeException failure) {
        throw failures.connecting(phase, failure);
      }
    }
  }

  private void turn(List<TopicPartition> partitions) {
    adopt(partitions);
    flow();
    ConsumerRecords<byte[], byte[]> records = poll();
    polledNs = System.nanoTime();
    idle = false;
    refuseLoss();
    groupMetadata = consumer.groupMetadata();
    assignment.complete(consumer, watched.partitions());
    RecordSubscription subscription = current;
    Map<TopicPartition, OffsetRange> late =
        subscription == null ? Map.of() : passedOverOfLate(records, subscription);
    if (subscription != null) {
      handOver(records, late.keySet(), subscription);
    }
    positions.polled(records);
    if (subscription != null) {
      positions.skipLate(late);
      passOver(late, subscription);
      handOver(subscription);
    }
  }

  private Map<TopicPartition, OffsetRange> passedOverOfLate(
      ConsumerRecords<byte[], byte[]> records, RecordSubscription subscription) {
    Map<TopicPartition, OffsetRange> late = backlog.late(records);
    if (backlog.skips()) {
      return late;
    }
    positions.catchUp(late);
    late.forEach((partition, range) -> subscription.addAhead(new RunMark(partition, range, false)));
    return Map.of();
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    values.beginPoll();
    try {
      return consumer.poll(POLL);
    } catch (OffsetOutOfRangeException outOfRange) {
      skipDeleted(outOfRange);
      return ConsumerRecords.empty();
    }
  }

  private void skipDeleted(OffsetOutOfRangeException outOfRange) {
    RecordSubscription subscription = current;
    if (!skipsDeleted || subscription == null || watched.lossNow().isPresent()) {
      throw outOfRange;
    }
    passOver(positions.skipDeleted(outOfRange), subscription);
  }

  private static void passOver(
      Map<TopicPartition, OffsetRange> skipped, RecordSubscription subscription) {
    skipped.forEach(
        (partition, range) ->
            subscription.addBehind(partition, new RunMark(partition, range, true)));
  }

  private void adopt(List<TopicPartition> partitions) {
    RecordSubscription subscription = next;
    if (subscription == null) {
      return;
    }
    ends.recordOnce(consumer, partitions);
    from = subscription.from();
    backlog.begin(from);
    positions.requireBeforeEnds(partitions, from);
    positions.seek(consumer.assignment(), from);
    if (consumer.subscription().isEmpty()) {
      consumer.subscribe(List.of(topic), new Rebalances());
    }
    synchronized (this) {
      // Unless it was cancelled and replaced meanwhile; then that one is adopted next.
      if (next == subscription) {
        current = subscription;
        next = null;
      }
    }
  }

  private void flow() {
    // Before the demand is looked at: whoever raises it later sees the flag and wakes us.
    idle = true;
    Set<TopicPartition> paused = new HashSet<>(consumer.assignment());
    Set<TopicPartition> flowing = new HashSet<>();
    RecordSubscription subscription = current;
    if (subscription != null && subscription.isCancelled()) {
      current = null;
    } else if (subscription != null && wantsMore(subscription)) {
      idle = false;
      flowing.addAll(paused);
      flowing.removeIf(each -> ends.reached(consumer, each) || subscription.hasEnough(each));
      paused.removeAll(flowing);
    }
    consumer.pause(paused);
    consumer.resume(flowing);
  }

  private static boolean wantsMore(RecordSubscription subscription) {
    subscription.drain();
    return subscription.wantsMore();
  }

  private void handOver(
      ConsumerRecords<byte[], byte[]> records,
      Set<TopicPartition> late,
      RecordSubscription subscription) {
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> wanted = ends.cut(partition, records.records(partition));
      if (!wanted.isEmpty() && !late.contains(partition)) {
        subscription.add(partition, wanted);
      }
    }
  }

  private void handOver(RecordSubscription subscription) {
    if (subscription.isOrdered()) {
      idlePartitions.look(consumer);
      subscription.order(consumer.assignment(), this::isNotWaitedFor);
    }
    subscription.drain();
    if (subscription.isDrained() && ends.allReached(consumer)) {
      // Forgotten first, for completion may bring the next subscription.
      current = null;
      subscription.complete();
    }
  }

  /** To a fixed end all of it is waited for. */
  private boolean isNotWaitedFor(TopicPartition partition) {
    return ends.reached(consumer, partition)
        || (!ends.isBounded() && idlePartitions.has(partition));
  }

  private void refuseLoss() {
    watched
        .loss()
        .ifPresent(
            loss -> {
              throw loss;
            });
    if (!lost.isEmpty()) {
      throw new KafkaFailure(
          Kind.ABORTED, phase, "another member of the group has taken over " + lost, null);
    }
  }

  private final class Rebalances implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        LOG.info("reading {}", partitions);
      }
      positions.seek(partitions, from);
      assignment.joined();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!closed) {
        lost.addAll(partitions);
      }
    }
  }
}
