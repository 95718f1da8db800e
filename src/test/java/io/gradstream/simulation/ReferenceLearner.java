package io.gradstream.simulation;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.learn.Learner;
import io.gradstream.record.SampleDecoder;
import io.gradstream.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model is to be: a plain loop over the committed records, without a stream. It goes through
 * a partition as far as a version says to have gone.
 */
final class ReferenceLearner {
  private final SimulatedLog[] logs;
  private final Learner learner;
  private final SampleDecoder decoder;
  private final MiniBatch batch;
  private final int[] next;
  private long samples;

  ReferenceLearner(Kind kind, SimulatedLog[] logs) {
    this.logs = logs;
    this.learner = kind.learners().get();
    this.decoder = kind.format().labelled(learner.sample());
    this.batch = learner.newBatch();
    this.next = new int[logs.length];
  }

  /**
   * Learns up to an offset.
   *
   * @return the offsets on the way of those records that are no samples
   */
  List<Long> learnTo(int partition, long offset) {
    List<Long> bad = new ArrayList<>();
    for (; next[partition] < offset; next[partition]++) {
      SimulatedLog.Entry entry = logs[partition].entries().get(next[partition]);
      if (entry.isCommitted() && !learn(entry)) {
        bad.add(entry.offset());
      }
    }
    return bad;
  }

  private boolean learn(SimulatedLog.Entry entry) {
    byte[] value = entry.value();
    if (value == null) {
      return false;
    }
    try {
      decoder.decode(value, batch);
    } catch (RejectedSample rejected) {
      return false;
    }
    samples++;
    if (batch.isFull()) {
      step();
    }
    return true;
  }

  private void step() {
    learner.learn(batch);
    batch.clear();
  }

  /** Where a batch has fewer samples than others, it is the last. */
  void learnRest() {
    if (batch.rows() > 0) {
      step();
    }
  }

  boolean hasRest() {
    return batch.rows() > 0;
  }

  long samples() {
    return samples;
  }

  /** Whether these are the parameters, bit for bit. */
  boolean has(Map<String, Tensor> parameters) {
    Map<String, Tensor> own = learner.parameters();
    return own.keySet().equals(parameters.keySet())
        && own.entrySet().stream()
            .allMatch(each -> same(each.getValue(), parameters.get(each.getKey())));
  }

  private static boolean same(Tensor one, @Nullable Tensor other) {
    return other != null
        && Arrays.equals(
            Arrays.copyOf(one.data(), one.size()), Arrays.copyOf(other.data(), other.size()));
  }
}
