package io.gradstream.data;

import io.gradstream.tensor.SparseRows;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;

/**
 * The decoded samples of one step: raw features, targets and weights, a row each, in arrays that
 * are reused.
 *
 * <p>A decoder fills the row after the last and then {@link #accept}s it, or {@link #discard}s what
 * it has written of it. Features are raw: scaling belongs to the learner, in order, so that its
 * statistics are those of the samples learned. Not thread-safe.
 */
public final class MiniBatch {
  /** An embedded field that is missing and counts as zeros. */
  public static final long MISSING = -1;

  /** An embedded field that is missing and has a vector of its own for that. */
  public static final long OWN_MISSING = -2;

  private final Tensor features;
  private final SparseRows sparse;
  private final Tensor targets;
  private final Tensor weights;
  private final long[] categories;
  private final int embeddings;
  private final int capacity;

  /** An empty batch of up to {@code capacity} samples of this schema. */
  public MiniBatch(SampleSettings settings, int capacity) {
    SampleColumns columns = settings.columns();
    this.capacity = capacity;
    this.features = Tensor.zeros(capacity, columns.dense().length);
    this.sparse = new SparseRows(capacity, columns.width());
    this.targets = Tensor.zeros(capacity, 1);
    this.weights = Tensor.zeros(capacity, 1);
    Arrays.fill(weights.data(), 1);
    this.embeddings = settings.embeddings().size();
    this.categories = new long[capacity * embeddings];
    clear();
  }

  /** Raw dense features, {@code [rows, dense columns]}. */
  public Tensor features() {
    return features;
  }

  /**
   * Sparse features by their logical columns, {@code [rows, width]}; rows without entries where the
   * schema has none.
   */
  public SparseRows sparse() {
    return sparse;
  }

  /** Targets, {@code [rows, 1]}: a number, 0 or 1, or the index of a class. */
  public Tensor targets() {
    return targets;
  }

  /**
   * The categories of embedded fields, {@code [rows, embedded fields]} row by row, in the order of
   * {@link SampleSettings#embeddings}: the hash of each as an unsigned number, or one of {@link
   * #MISSING} and {@link #OWN_MISSING}.
   */
  public long[] categories() {
    return categories;
  }

  /** Writes a category of the row behind the last. */
  void setCategory(int embedding, long category) {
    categories[rows() * embeddings + embedding] = category;
  }

  /** How much each sample counts in the loss, {@code [rows, 1]}: 1 unless the schema says more. */
  public Tensor weights() {
    return weights;
  }

  /** The number of samples held. */
  public int rows() {
    return targets.rows();
  }

  /** How many samples fit. */
  public int capacity() {
    return capacity;
  }

  /** Whether no further sample fits. */
  public boolean isFull() {
    return rows() == capacity;
  }

  /** How many dense columns a sample has. */
  public int denseColumns() {
    return features.columns();
  }

  /** Takes in the row a decoder has written behind the last one. */
  public void accept() {
    useRows(rows() + 1);
    sparse.acceptRow();
  }

  /** Takes in a row of another batch of the same schema behind the last one. */
  public void accept(MiniBatch other, int row) {
    int to = rows();
    int width = features.columns();
    System.arraycopy(other.features.data(), row * width, features.data(), to * width, width);
    sparse.acceptRow(other.sparse, row);
    targets.data()[to] = other.targets.data()[row];
    weights.data()[to] = other.weights.data()[row];
    System.arraycopy(other.categories, row * embeddings, categories, to * embeddings, embeddings);
    useRows(to + 1);
  }

  /** Forgets what was written behind the last row. */
  public void discard() {
    sparse.discardRow();
  }

  /** Forgets every sample. */
  public void clear() {
    useRows(0);
    sparse.clear();
  }

  private void useRows(int rows) {
    features.useRows(rows);
    targets.useRows(rows);
    weights.useRows(rows);
  }
}
