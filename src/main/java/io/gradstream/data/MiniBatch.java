package io.gradstream.data;

import io.gradstream.tensor.Tensor;

/**
 * The decoded samples of one step: raw features and targets, a row each, in arrays that are reused.
 *
 * <p>A decoder fills the row after the last and then {@link #accept}s it; a sample that turns out
 * bad half-way is simply not accepted. Features are raw: scaling belongs to the learner, in order,
 * so that its statistics are those of the samples learned. Not thread-safe.
 */
public final class MiniBatch {
  private final Tensor features;
  private final Tensor targets;
  private final int capacity;

  /** A batch of up to {@code capacity} samples of {@code width} features and one target. */
  public MiniBatch(int capacity, int width) {
    this.capacity = capacity;
    this.features = Tensor.zeros(capacity, width);
    this.targets = Tensor.zeros(capacity, 1);
    clear();
  }

  /** Raw features, {@code [rows, width]}. */
  public Tensor features() {
    return features;
  }

  /** Targets, {@code [rows, 1]}: a number, 0 or 1, or the index of a class. */
  public Tensor targets() {
    return targets;
  }

  /** The number of samples held. */
  public int rows() {
    return features.rows();
  }

  /** How many samples fit. */
  public int capacity() {
    return capacity;
  }

  /** Whether no further sample fits. */
  public boolean isFull() {
    return rows() == capacity;
  }

  /** Takes in the row a decoder has written behind the last one. */
  public void accept() {
    int rows = rows() + 1;
    features.useRows(rows);
    targets.useRows(rows);
  }

  /** Forgets every sample. */
  public void clear() {
    features.useRows(0);
    targets.useRows(0);
  }
}
