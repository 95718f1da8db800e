package io.gradstream.kafka.input;

import static org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
import static org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.kafka.client.Machine;
import io.gradstream.kafka.client.Partitions;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
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
 * <p>It ends with the first failure, a lost partition among them. Between two turns the thread is
 * free.
 *
 * <p>A wake-up may strike in any call to the consumer, so whatever a turn does can be done again.
 */
final class PollLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Consumer<byte[], byte[]> consumer;
  private final PolledValues values;
  private final List<String> topics;
  private final boolean skipsDeleted;
  private final EndOffsets ends;
  private final ConsumerPositions positions;
  private final HandOver handOver;
  private final GroupMembership membership;
  private final WatchedTopic watched;
  private final FailureTranslator failures;
  private final Machine machine;
  private final ScheduledExecutorService thread;
  private final SubscriptionQueue subscriptions;
  private final String phase;

  // The poll thread's own.
  private @Nullable List<TopicPartition> partitions;
  private Offsets from;

  private volatile boolean idle;
  private volatile boolean closed;
  private volatile boolean leaving;
  private volatile long polledNs;
  private boolean finished; // guarded by this

  PollLoop(
      Consumer<byte[], byte[]> consumer,
      PolledValues values,
      InputSettings input,
      WatchedTopic watched,
      EndOffsets ends,
      Clients clients,
      RecordSubscription first) {
    this.consumer = consumer;
    this.values = values;
    this.topics = input.topics();
    String topic = String.join(" and ", topics);
    this.skipsDeleted = input.skipsDeleted();
    this.watched = watched;
    this.phase = "reading topic " + topic;
    this.ends = ends;
    this.positions = new ConsumerPositions(consumer, ends, phase);
    this.failures = new FailureTranslator(clients.kafka());
    this.machine = clients.machine();
    this.polledNs = machine.nanoTime();
    this.handOver = new HandOver(consumer, ends, positions, input.backlog(), machine);
    this.membership = new GroupMembership(consumer, topic, machine, this::begin);
    this.thread = machine.newThread("gradstream-poll-" + membership.metadata().groupId());
    this.from = first.from();
    this.subscriptions = new SubscriptionQueue(topic, first);
    first.onDemand(this::demanded);
  }

  /** Which member of the group we are, as of the last poll. For any thread. */
  ConsumerGroupMetadata groupMetadata() {
    return membership.metadata();
  }

  /** Which partitions are not read, in words; empty if all are. For any thread. */
  Optional<String> unassigned() {
    return membership.problem();
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
    return Math.max(0, toCome) + subscriptions.waiting(partition);
  }

  /** Whether there will be no other member of the group than {@link #groupMetadata}. */
  synchronized boolean isFinished() {
    return finished || closed;
  }

  /** Time since the last poll returned, or since the beginning. For any thread. */
  Duration sinceLastPoll() {
    return Duration.ofNanos(machine.nanoTime() - polledNs);
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
    subscriptions.offer(subscription);
    subscription.onDemand(this::demanded);
    consumer.wakeup();
    return true;
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

  /** Begins to poll. */
  void start() {
    thread.execute(this);
  }

  /**
   * Waits until the loop has ended.
   *
   * @throws InterruptedException if the thread that waits is interrupted
   */
  void awaitEnd(Duration patience) throws InterruptedException {
    thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Takes a turn, behind which comes another unless it was the last. */
  @Override
  public void run() {
    Optional<KafkaFailure> end = turned();
    if (end.isPresent()) {
      thread.shutdown();
      end(end.get());
    } else {
      thread.execute(this);
    }
  }

  /** Why there is no further turn, if there is none. */
  private Optional<KafkaFailure> turned() {
    if (closed) {
      return Optional.of(KafkaFailure.other(phase, "the source was closed"));
    }
    try {
      turn();
      return Optional.empty();
    } catch (WakeupException woken) {
      // There is a demand, a subscription or an end to see to: the next turn does.
      return Optional.empty();
    } catch (Throwable failure) {
      return Optional.of(translated(failure));
    }
  }

  private void end(KafkaFailure failure) {
    LOG.debug("the poll loop ends", failure);
    closeConsumer();
    synchronized (this) {
      finished = true;
    }
    subscriptions.fail(failure);
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

  private List<TopicPartition> firstContact() {
    try {
      return topics.stream()
          .flatMap(topic -> Partitions.of(consumer, topic, phase, machine).stream())
          .toList();
    } catch (WakeupException woken) {
      throw woken;
    } catch (RuntimeException failure) {
      throw failures.connecting(phase, failure);
    }
  }

  private void turn() {
    List<TopicPartition> known = partitions;
    if (known == null) {
      known = firstContact();
      partitions = known;
    }
    adopt(known);
    flow();
    ConsumerRecords<byte[], byte[]> records = poll();
    polledNs = machine.nanoTime();
    idle = false;
    refuseLoss();
    membership.polled(phase, watched.partitions());
    RecordSubscription subscription = subscriptions.current();
    if (subscription == null) {
      positions.polled(records);
    } else {
      handOver.polled(records, subscription);
      completeIfDone(subscription);
    }
  }

  private void completeIfDone(RecordSubscription subscription) {
    if (subscription.isDrained() && ends.allReached(consumer)) {
      // Forgotten first, for completion may bring the next subscription.
      subscriptions.forgetCurrent();
      subscription.complete();
    }
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    values.beginPoll();
    try {
      return consumer.poll(POLL);
    } catch (OffsetOutOfRangeException outOfRange) {
      // What is lost and assigned again in one poll is sought where it began: that may be gone.
      if (!membership.isLost()) {
        skipDeleted(outOfRange);
      }
      return ConsumerRecords.empty();
    }
  }

  private void skipDeleted(OffsetOutOfRangeException outOfRange) {
    RecordSubscription subscription = subscriptions.current();
    if (!skipsDeleted || subscription == null || watched.lossNow().isPresent()) {
      throw outOfRange;
    }
    handOver.skipDeleted(outOfRange, subscription);
  }

  /** Where partitions that are assigned are read from. */
  private void begin(Collection<TopicPartition> assigned) {
    positions.seek(assigned, from);
  }

  private void adopt(List<TopicPartition> partitions) {
    RecordSubscription subscription = subscriptions.next();
    if (subscription == null) {
      return;
    }
    ends.recordOnce(consumer, partitions);
    from = subscription.from();
    handOver.begin(from);
    positions.requireBeforeEnds(partitions, from);
    positions.seek(consumer.assignment(), from);
    if (consumer.subscription().isEmpty()) {
      consumer.subscribe(topics, membership);
    }
    subscriptions.takeUp(subscription);
  }

  private void flow() {
    // Before the demand is looked at: whoever raises it later sees the flag and wakes us.
    idle = true;
    Set<TopicPartition> paused = new HashSet<>(consumer.assignment());
    Set<TopicPartition> flowing = new HashSet<>();
    RecordSubscription subscription = subscriptions.current();
    if (subscription != null && subscription.isCancelled()) {
      subscriptions.forgetCurrent();
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

  private void refuseLoss() {
    watched
        .loss()
        .ifPresent(
            loss -> {
              throw loss;
            });
  }
}
