package io.gradstream.app;

import io.gradstream.data.FeatureEntries;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.learn.KeyedLearner;
import io.gradstream.learn.Learner;
import io.gradstream.record.SampleDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * How fast one thread decodes and learns samples that are in memory. Every measurement warms up
 * first, because the JVM compiles for seconds before it is as fast as it gets.
 */
final class Bench {
  private final List<byte[]> records;
  private final SampleDecoder decoder;
  private final Learner learner;
  private final Duration warmUp;
  private final Duration measured;

  Bench(
      List<byte[]> records,
      SampleDecoder decoder,
      Learner learner,
      Duration warmUp,
      Duration measured) {
    this.records = records;
    this.decoder = decoder;
    this.learner = learner;
    this.warmUp = warmUp;
    this.measured = measured;
  }

  /** Samples decoded a second. */
  long decoding() {
    MiniBatch batch = learner.newBatch();
    return perSecond(
        record -> {
          decode(record, batch);
          if (batch.isFull()) {
            batch.clear();
          }
        });
  }

  /** Samples learned a second, decoded beforehand. */
  long learning() {
    List<MiniBatch> batches = decoded();
    int capacity = learner.newBatch().capacity();
    return perSecond(
        record -> {
          if (record % capacity == 0) {
            learn(batches.get(record / capacity % batches.size()));
          }
        });
  }

  /** Samples decoded and learned a second. */
  long both() {
    MiniBatch batch = learner.newBatch();
    return perSecond(
        record -> {
          decode(record, batch);
          if (batch.isFull()) {
            learn(batch);
            batch.clear();
          }
        });
  }

  private void learn(MiniBatch batch) {
    Optional<KeyedLearner> keyed = learner.keyed();
    if (keyed.isPresent()) {
      keyed.get().learn(batch, false, (row, reason) -> {}, result -> {});
      return;
    }
    learner.learn(batch);
    if (learner.batching().mode() == Mode.FULL) {
      learner.endPass();
    }
  }

  private List<MiniBatch> decoded() {
    List<MiniBatch> batches = new ArrayList<>();
    MiniBatch batch = learner.newBatch();
    for (int record = 0; record < records.size(); record++) {
      decode(record, batch);
      if (batch.isFull()) {
        batches.add(batch);
        batch = learner.newBatch();
      }
    }
    return batches;
  }

  private void decode(int record, MiniBatch batch) {
    batch.entries().tell(FeatureEntries.isSampled(record));
    try {
      decoder.decode(records.get(record % records.size()), batch);
    } catch (RejectedSample e) {
      throw new IllegalStateException("sample " + record + ": " + e.getMessage(), e);
    }
  }

  private long perSecond(IntConsumer work) {
    run(work, warmUp);
    return run(work, measured);
  }

  private static long run(IntConsumer work, Duration length) {
    long startNs = System.nanoTime();
    long tookNs = 0;
    int done = 0;
    while (tookNs < length.toNanos()) {
      for (int i = 0; i < 1000; i++) {
        work.accept(done++);
      }
      tookNs = System.nanoTime() - startNs;
    }
    return Math.round(done * 1e9 / tookNs);
  }
}
