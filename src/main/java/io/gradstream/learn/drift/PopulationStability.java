package io.gradstream.learn.drift;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleSettings;
import io.gradstream.tensor.SparseRows;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How far the values of every feature are from those of a reference window: the population
 * stability index, the sum over bins of {@code (p - q) ln(p / q)} of their shares in either
 * (Siddiqi, Credit Risk Scorecards, 2006), which is symmetric, and 0 where they are the same.
 *
 * <p>The first window of {@value #WINDOW} samples says where the bins of numbers are: tenths of a
 * normal distribution of its mean and deviation. The second is the reference, and every further one
 * is compared with it. A category's bin is a tenth of the hashes. Of a feature of many columns the
 * least stable counts. Decided by the samples alone, of which one in {@value #EVERY} is looked at.
 * Not thread-safe; allocates nothing.
 */
final class PopulationStability {
  /** Samples that a window has. */
  static final int WINDOW = 2_000;

  /** One of so many samples is looked at, which tells as much and costs less. */
  static final int EVERY = 4;

  /** From here on a population is commonly said to be another. */
  static final double CHANGED = 0.25;

  /** Of so many features a version tells, those that are farthest off. */
  static final int MOST = 20;

  private static final double OUTLINED = -1.2345678901234567e-100;

  private final ObservedColumns observed;
  private final Bins bins;
  private final double[] figures;
  private long looked;

  /** Figures of the features of this schema, of which nothing has been seen. */
  PopulationStability(SampleSettings sample) {
    this.observed = new ObservedColumns(sample);
    this.bins = new Bins(observed.columns(), observed.dense());
    this.figures = new double[observed.names().size()];
  }

  /**
   * Looks at samples that are new.
   *
   * @param samples how many were before them
   * @return whether a window has ended with a feature that is another
   */
  boolean observe(MiniBatch batch, long samples) {
    boolean changed = false;
    for (int row = (int) (-samples & (EVERY - 1)); row < batch.rows(); row += EVERY) {
      look(batch, row);
      if (++looked % (WINDOW / EVERY) == 0) {
        changed |= endWindow();
      }
    }
    return changed;
  }

  private void look(MiniBatch batch, int row) {
    if (isFirstWindow()) {
      for (int column = 0; column < observed.dense(); column++) {
        bins.measure(column, batch.features()[row * observed.dense() + column]);
      }
      return;
    }
    for (int column = 0; column < observed.dense(); column++) {
      bins.count(column, batch.features()[row * observed.dense() + column]);
    }
    int embedded = observed.embedded();
    for (int i = 0; i < embedded; i++) {
      bins.countHash(observed.dense() + i, batch.categories()[row * embedded + i]);
    }
    SparseRows sparse = batch.sparse();
    for (int entry = sparse.start(row); entry < sparse.end(row); entry++) {
      int column = sparse.indices()[entry];
      bins.countHash(observed.ofSparse(column), column);
    }
  }

  private boolean isFirstWindow() {
    return looked < WINDOW / EVERY;
  }

  private boolean endWindow() {
    long windows = looked / (WINDOW / EVERY);
    if (windows == 1) {
      bins.layOut();
    } else if (windows == 2) {
      bins.keepAsReference();
    } else if (windows > 2) {
      Arrays.fill(figures, 0);
      for (int column = 0; column < observed.columns(); column++) {
        int feature = observed.feature(column);
        figures[feature] = Math.max(figures[feature], bins.index(column));
      }
      bins.clear();
    }
    return windows > 2 && largest() > CHANGED;
  }

  private double largest() {
    double largest = 0;
    for (double figure : figures) {
      largest = Math.max(largest, figure);
    }
    return largest;
  }

  /** Has what comes now be the reference; the figures stay until there are others. */
  void beginAnew() {
    looked = 0;
    bins.reset();
  }

  /** The figure of each feature, those that are farthest off first; none before the first. */
  List<Map<String, Object>> describe() {
    return IntStream.range(0, figures.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> figures[i]).reversed())
        .limit(MOST)
        .map(i -> figure(observed.names().get(i), figures[i]))
        .toList();
  }

  /** The longest that they could become. */
  List<Map<String, Object>> outline() {
    return observed.names().stream()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .limit(MOST)
        .map(name -> figure(name, OUTLINED))
        .toList();
  }

  private static Map<String, Object> figure(String field, double index) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("field", field);
    tree.put("psi", index);
    return tree;
  }

  /** The whole state, for {@link #restore}. */
  double[] state() {
    double[] counts = bins.state();
    double[] state = Arrays.copyOf(figures, figures.length + 1 + counts.length);
    state[figures.length] = looked;
    System.arraycopy(counts, 0, state, figures.length + 1, counts.length);
    return state;
  }

  void restore(double[] state) {
    System.arraycopy(state, 0, figures, 0, figures.length);
    looked = (long) state[figures.length];
    bins.restore(state, figures.length + 1);
  }
}
