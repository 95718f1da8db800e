package io.gradstream.data.scale;

import io.gradstream.data.Description;
import io.gradstream.data.FeatureColumns;
import io.gradstream.data.Moments;
import java.util.Arrays;
import java.util.Map;

/**
 * Fills in what is missing with the running mean of the values that were there, before anything is
 * scaled; 0 until there was one. Not thread-safe.
 */
final class MeanFill {
  /** What a version calls the means of a feature. */
  static final String MEANS = "fill";

  private static final String COUNT = "fill.count";
  private static final String MEAN = "fill.mean";

  /** The dense columns of a row that are filled in, ascending. */
  private final int[] columns;

  private final double[] count;
  private final double[] mean;

  MeanFill(int[] columns) {
    this.columns = columns;
    this.count = new double[columns.length];
    this.mean = new double[columns.length];
  }

  /** Whether there is nothing to fill in. */
  boolean isIdle() {
    return columns.length == 0;
  }

  /** Takes in the rows up to {@code end} one after the other, and fills in what each lacks. */
  void fitTransform(double[] rows, int end, int width) {
    for (int i = 0; i < columns.length; i++) {
      for (int at = columns[i]; at < end; at += width) {
        if (Double.isNaN(rows[at])) {
          rows[at] = mean[i];
        } else {
          mean[i] += (rows[at] - mean[i]) / ++count[i];
        }
      }
    }
  }

  /** Fills in what the rows up to {@code end} lack. */
  void transform(double[] rows, int end, int width) {
    for (int i = 0; i < columns.length; i++) {
      for (int at = columns[i]; at < end; at += width) {
        if (Double.isNaN(rows[at])) {
          rows[at] = mean[i];
        }
      }
    }
  }

  /** How many numbers {@link #copyNumbers} gives. */
  int numberCount() {
    return 2 * columns.length;
  }

  /** Copies all there is to restore, and says where that ends. */
  int copyNumbers(double[] into, int at) {
    System.arraycopy(count, 0, into, at, columns.length);
    System.arraycopy(mean, 0, into, at + columns.length, columns.length);
    return at + numberCount();
  }

  /** Takes up what {@link #copyNumbers} gave. */
  int takeNumbers(double[] from, int at) {
    System.arraycopy(from, at, count, 0, columns.length);
    System.arraycopy(from, at + columns.length, mean, 0, columns.length);
    return at + numberCount();
  }

  /** Copies the means of {@code size} columns from {@code column} on. */
  int copyFigures(int column, int size, double[] into, int at) {
    System.arraycopy(mean, Arrays.binarySearch(columns, column), into, at, size);
    return at + size;
  }

  /** Has every mean count as that of at most so many values. */
  void weaken(long most) {
    for (int i = 0; i < columns.length; i++) {
      count[i] = Math.min(count[i], most);
    }
  }

  void save(Map<String, double[]> state) {
    if (columns.length > 0) {
      state.put(COUNT, count.clone());
      state.put(MEAN, mean.clone());
    }
  }

  void restore(ScalerState state) {
    if (columns.length > 0) {
      state.copyTo(count, COUNT);
      state.copyTo(mean, MEAN);
    }
  }

  /** Puts what of the values has come since {@link #save} was called. */
  void saveSince(ScalerState before, Map<String, double[]> into) {
    MeanFill earlier = new MeanFill(columns);
    earlier.restore(before);
    MeanFill since = new MeanFill(columns);
    for (int i = 0; i < columns.length; i++) {
      since.take(i, moments(i).since(earlier.moments(i)));
    }
    since.save(into);
  }

  /** Takes in what another has put that went on where this one once was. */
  void merge(ScalerState round) {
    MeanFill other = new MeanFill(columns);
    other.restore(round);
    for (int i = 0; i < columns.length; i++) {
      take(i, moments(i).plus(other.moments(i)));
    }
  }

  private Moments moments(int i) {
    return new Moments(count[i], mean[i], 0);
  }

  private void take(int i, Moments moments) {
    count[i] = moments.count();
    mean[i] = moments.mean();
  }

  /** Puts the means of {@code size} columns from {@code column} on. */
  void describe(int column, int size, Map<String, Object> into) {
    int from = Arrays.binarySearch(columns, column);
    into.put(MEANS, Description.figures(mean, from, size));
  }

  /** Has the means of these columns, if they are filled in, count as those of so many values. */
  void count(FeatureColumns at, long values) {
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] >= at.dense() && columns[i] < at.dense() + at.columns()) {
        count[i] = values;
      }
    }
  }

  /** Has these columns, if they are filled in, begin anew. */
  void reset(FeatureColumns at) {
    count(at, 0);
    for (int i = 0; i < columns.length; i++) {
      mean[i] = count[i] == 0 ? 0 : mean[i];
    }
  }

  /** Takes over what {@link #describe} put. */
  void adopt(int column, int size, Description description) {
    int from = Arrays.binarySearch(columns, column);
    System.arraycopy(description.numbers(MEANS, size), 0, mean, from, size);
  }
}
