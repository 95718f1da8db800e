package io.gradstream.kafka.input;

import io.gradstream.data.SampleLimits;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.version.Offsets;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Operators;

/**
 * One subscription to the source. All signals are sent by the poll thread, which also owns what
 * waits: one poll's chunks at most, since no more is polled until they are gone.
 */
final class RecordSubscription implements Subscription {
  private final Offsets from;
  private final Subscriber<? super RecordChunk> subscriber;
  private final AtomicLong requested = new AtomicLong();
  private final Queue<RecordChunk> waiting = new ConcurrentLinkedQueue<>();
  private final @Nullable TimestampMerge merge;
  private final SampleLimits limits;
  private volatile boolean cancelled;
  private volatile @Nullable Runnable onDemand;

  RecordSubscription(
      Offsets from, InputSettings input, Subscriber<? super RecordChunk> subscriber) {
    this.from = from;
    this.subscriber = subscriber;
    this.limits = input.sampleLimits();
    this.merge = input.isOrdered() ? new TimestampMerge(limits, input.topics()) : null;
  }

  /** Where it starts. */
  Offsets from() {
    return from;
  }

  /** Has {@code action} run, on whatever thread, when demand comes. */
  void onDemand(Runnable action) {
    onDemand = action;
  }

  @Override
  public void request(long count) {
    if (Operators.validate(count)) {
      requested.accumulateAndGet(count, Operators::addCap);
      Runnable action = onDemand;
      if (action != null) {
        action.run();
      }
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /**
   * Takes in what was polled of a partition, to be sent when it is wanted.
   *
   * @param nowMs when that was, in ms since the epoch
   */
  void add(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, long nowMs) {
    if (merge == null) {
      waiting.addAll(PartitionChunk.of(partition, records, limits));
    } else {
      merge.add(partition, records, nowMs);
    }
  }

  /** Takes in a chunk that goes behind all that was polled of its partition, in whatever order. */
  void addBehind(TopicPartition partition, RecordChunk chunk) {
    if (merge != null) {
      waiting.addAll(merge.drain(partition));
    }
    waiting.add(chunk);
  }

  /** Takes in a chunk without records that goes before all that is polled from now on. */
  void addAhead(RecordChunk mark) {
    waiting.add(mark);
  }

  /** Whether partitions wait for one another. */
  boolean isOrdered() {
    return merge != null;
  }

  /** Which partitions have nothing here while others wait, since this moment or before. */
  List<TopicPartition> holdingUp(Collection<TopicPartition> partitions, long sinceMs) {
    return merge == null ? List.of() : merge.holdingUp(partitions, sinceMs);
  }

  /**
   * Brings what was polled of several partitions into order, where there is one to be kept.
   *
   * @param partitions all that are read
   * @param silentUntilMs up to which timestamp one of which nothing is here has nothing to come
   */
  void order(Collection<TopicPartition> partitions, ToLongFunction<TopicPartition> silentUntilMs) {
    if (merge != null) {
      waiting.addAll(merge.ready(partitions, silentUntilMs));
    }
  }

  /** Whether a partition has records to go on with, while others are waited for. */
  boolean hasEnough(TopicPartition partition) {
    return merge != null && merge.hasEnough(partition);
  }

  /** Sends what is wanted of what waits. */
  void drain() {
    RecordChunk next = waiting.peek();
    while (!cancelled && next != null && requested.get() > 0) {
      requested.updateAndGet(demand -> demand == Long.MAX_VALUE ? demand : demand - 1);
      subscriber.onNext(next);
      // Only now, so that whoever counts what waits misses nothing on its way.
      waiting.poll();
      next = waiting.peek();
    }
  }

  /** How many records of a partition wait. For any thread. */
  long waiting(TopicPartition partition) {
    long inOrder =
        waiting.stream()
            .filter(
                chunk ->
                    chunk.partition() == partition.partition()
                        && chunk.topic().equals(partition.topic()))
            .mapToLong(RecordChunk::size)
            .sum();
    return inOrder + (merge == null ? 0 : merge.waiting(partition));
  }

  /** Whether all that can be is sent and there is demand for more. */
  boolean wantsMore() {
    return !cancelled && waiting.isEmpty() && requested.get() > 0;
  }

  boolean isDrained() {
    return !cancelled && waiting.isEmpty() && (merge == null || merge.isEmpty());
  }

  void complete() {
    if (!cancelled) {
      subscriber.onComplete();
    }
  }

  /** Ends with a failure; what waits is dropped, for it may be another member's by now. */
  void fail(Throwable failure) {
    waiting.clear();
    if (!cancelled) {
      subscriber.onError(failure);
    }
  }
}
