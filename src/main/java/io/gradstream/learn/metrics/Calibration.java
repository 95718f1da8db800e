package io.gradstream.learn.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often what was predicted with a probability came true: predictions made before learning, by
 * {@value #BINS} bins of equal width. Written by the learner's thread alone and without allocation;
 * whoever reads may see a sample in one figure and not yet in another.
 */
public final class Calibration {
  private static final int BINS = 10;

  /** Probabilities are added up in whole parts of this, so that a sum is one store. */
  private static final double PARTS = 1e6;

  private final AtomicLongArray samples = new AtomicLongArray(BINS);
  private final AtomicLongArray sums = new AtomicLongArray(BINS);
  private final AtomicLongArray observed = new AtomicLongArray(BINS);

  /** Takes in predictions of the probability of 1. */
  public void add(Predictions predicted) {
    float[] probabilities = predicted.predictions().data();
    for (int row = 0; row < predicted.rows(); row++) {
      float probability = probabilities[row];
      int bin = Math.min((int) (probability * BINS), BINS - 1);
      add(samples, bin, 1);
      add(sums, bin, (long) (probability * PARTS));
      add(observed, bin, predicted.label(row) > 0 ? 1 : 0);
    }
  }

  private static void add(AtomicLongArray counts, int bin, long summand) {
    counts.lazySet(bin, counts.get(bin) + summand);
  }

  /** The bins that have samples, each with the mean prediction and the share of ones. */
  public List<Map<String, Object>> figures() {
    List<Map<String, Object>> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      long count = samples.get(bin);
      if (count > 0) {
        bins.add(
            Map.of(
                "samples",
                count,
                "predicted",
                sums.get(bin) / PARTS / count,
                "observed",
                (double) observed.get(bin) / count));
      }
    }
    return bins;
  }
}
