package io.gradstream.data;

import io.gradstream.tensor.SparseRows;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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

  private final double[] features;
  private final SparseRows sparse;
  private final double[] targets;
  private final double[] weights;
  private final long[] categories;
  private final int denseColumns;
  private final int embeddings;
  private final int capacity;
  private final RowKeys keys;
  private final FeatureEntries entries;
  private final BinnedEntries binned;
  private float @Nullable [][] outputs;
  private int rows;

  /** An empty batch of up to {@code capacity} samples of this schema. */
  public MiniBatch(SampleSettings settings, int capacity) {
    SampleColumns columns = settings.columns();
    this.capacity = capacity;
    this.denseColumns = columns.dense().length;
    this.features = new double[Math.multiplyExact(capacity, denseColumns)];
    this.sparse = new SparseRows(capacity, columns.width());
    this.targets = new double[capacity];
    this.weights = new double[capacity];
    Arrays.fill(weights, 1);
    this.embeddings = settings.embeddings().size();
    this.categories = new long[capacity * embeddings];
    this.keys = new RowKeys(capacity);
    this.entries = new FeatureEntries(capacity, settings.features().size());
    this.binned = new BinnedEntries(capacity);
  }

  /**
   * Raw dense features, {@code [rows, dense columns]} row by row, as double as the records have
   * them; NaN where the mean is to be filled in. Shared, like all that follows.
   */
  public double[] features() {
    return features;
  }

  /**
   * Sparse features by their logical columns, {@code [rows, width]}; rows without entries where the
   * schema has none.
   */
  public SparseRows sparse() {
    return sparse;
  }

  /** Targets, one for each row: a number, 0 or 1, or the index of a class. */
  public double[] targets() {
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
  public void setCategory(int embedding, long category) {
    categories[rows * embeddings + embedding] = category;
  }

  /** How much each sample counts, one number for each row: 1 unless the schema says more. */
  public double[] weights() {
    return weights;
  }

  /**
   * Has the sample of a row be scored by what the model gave out for it when it came, and not when
   * it is learned.
   */
  public void scoreBy(int row, float[] output) {
    if (outputs == null) {
      outputs = new float[capacity][];
    }
    outputs[row] = output;
  }

  /**
   * What the model gave out for each sample when it came, where labels come later; null where they
   * come together.
   */
  public float @Nullable [][] outputs() {
    return outputs;
  }

  /** Which of many models each sample is for; an empty one where nobody has said. */
  public RowKeys keys() {
    return keys;
  }

  /** Which sparse entries are which feature's, of rows that are looked at closely. */
  public FeatureEntries entries() {
    return entries;
  }

  /** Which sparse entries get their columns when the batch is scaled. */
  public BinnedEntries binned() {
    return binned;
  }

  /** The number of samples held. */
  public int rows() {
    return rows;
  }

  /** How many samples fit. */
  public int capacity() {
    return capacity;
  }

  /** Whether no further sample fits. */
  public boolean isFull() {
    return rows == capacity;
  }

  /** How many dense columns a sample has. */
  public int denseColumns() {
    return denseColumns;
  }

  /** Takes in the row a decoder has written behind the last one. */
  public void accept() {
    entries.acceptRow(rows++);
    keys.acceptRow();
    sparse.acceptRow();
    binned.acceptRow();
  }

  /** Takes in a row of another batch of the same schema behind the last one. */
  public void accept(MiniBatch other, int row) {
    int to = rows++;
    System.arraycopy(other.features, row * denseColumns, features, to * denseColumns, denseColumns);
    sparse.acceptRow(other.sparse, row);
    binned.acceptRow(other.binned, row);
    targets[to] = other.targets[row];
    weights[to] = other.weights[row];
    System.arraycopy(other.categories, row * embeddings, categories, to * embeddings, embeddings);
    keys.acceptRow(other.keys, row);
    entries.acceptRow(to, other.entries, row);
    if (other.outputs != null) {
      scoreBy(to, other.outputs[row]);
    }
  }

  /** Forgets what was written behind the last row. */
  public void discard() {
    sparse.discardRow();
    binned.discardRow();
    keys.discardRow();
  }

  /** Forgets every sample. */
  public void clear() {
    rows = 0;
    sparse.clear();
    binned.clear();
    keys.clear();
    entries.clear();
  }
}
