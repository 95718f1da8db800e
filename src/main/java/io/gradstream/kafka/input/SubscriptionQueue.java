package io.gradstream.kafka.input;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The subscription that is read for, and the one that is to follow it: one at a time. Offered from
 * any thread; the poll thread takes them up.
 */
final class SubscriptionQueue {
  private final String topic;
  private volatile @Nullable RecordSubscription next;
  private volatile @Nullable RecordSubscription current;

  /** The first subscription of a topic, which is to be taken up. */
  SubscriptionQueue(String topic, RecordSubscription first) {
    this.topic = topic;
    this.next = first;
  }

  /** The one that is read for, null if there is none. */
  @Nullable RecordSubscription current() {
    return current;
  }

  /** The one that is to be taken up, null if there is none. */
  @Nullable RecordSubscription next() {
    return next;
  }

  /**
   * Has a subscription follow.
   *
   * @throws IllegalStateException if the one before is still being read
   */
  synchronized void offer(RecordSubscription subscription) {
    if (isRead(next) || isRead(current)) {
      throw new IllegalStateException(
          "one subscription at a time: %s is being read".formatted(topic));
    }
    next = subscription;
  }

  private static boolean isRead(@Nullable RecordSubscription subscription) {
    return subscription != null && !subscription.isCancelled();
  }

  /**
   * Takes up the one that was to be, unless it was cancelled and replaced meanwhile; then that one
   * is the next.
   */
  synchronized void takeUp(RecordSubscription subscription) {
    if (next == subscription) {
      current = subscription;
      next = null;
    }
  }

  /** Nothing is read any more. */
  void forgetCurrent() {
    current = null;
  }

  /** How many records of a partition wait for demand. For any thread. */
  long waiting(TopicPartition partition) {
    RecordSubscription subscription = current;
    return subscription == null ? 0 : subscription.waiting(partition);
  }

  /** Ends both with a failure. */
  void fail(Throwable failure) {
    fail(current, failure);
    fail(next, failure);
  }

  private static void fail(@Nullable RecordSubscription subscription, Throwable failure) {
    if (subscription != null) {
      subscription.fail(failure);
    }
  }
}
