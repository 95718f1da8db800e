package io.gradstream.data.scale;

import io.gradstream.data.Scale;
import java.util.Arrays;

/**
 * (x − median) / (quartile range / 1.349), within −5 and 5 unless set otherwise, over the last 255
 * values of a column.
 *
 * <p>Median and quartile range stand a quarter of absurd values (P. J. Rousseeuw, C. Croux,
 * Alternatives to the Median Absolute Deviation, JASA 88, 1993); the bounds keep the absurd value
 * itself from overturning a model. The values are kept, sorted, so that the figures are exact, and
 * follow a stream that changes: estimates without them, such as P² (R. Jain, I. Chlamtac, CACM 28,
 * 1985), carry an extreme from their outermost marker into the quartiles. The range of a column
 * most of whose values are the same is 0; it then counts as 1.349.
 */
final class RobustScaler extends ColumnScaler {
  static final int WINDOW = 255;

  private static final double DEVIATIONS = 1.349;

  private final SortedWindow[] windows;
  private final double[] median;
  private final double[] range;

  RobustScaler(int[] columns, double[] bounds) {
    super(Scale.Kind.ROBUST, columns, bounds);
    double[] values = new double[Math.multiplyExact(columns.length, WINDOW)];
    this.windows = new SortedWindow[columns.length];
    Arrays.setAll(windows, i -> new SortedWindow(values, i * WINDOW, WINDOW));
    this.median = new double[columns.length];
    this.range = new double[columns.length];
    sums.put("window", values);
    figures.put("median", median);
    figures.put("range", range);
  }

  @Override
  public void fitTransform(double[] rows, int start, float[] into) {
    for (int i = 0; i < columns.length; i++) {
      int at = start + columns[i];
      windows[i].insert(rows[at], countOf(i));
      adoptWindow(i);
      into[at] = scaled(rows[at], i);
    }
    count++;
  }

  private void adoptWindow(int i) {
    median[i] = windows[i].quantile(0.5);
    range[i] = windows[i].quantile(0.75) - windows[i].quantile(0.25);
  }

  @Override
  public void transform(double[] rows, int start, float[] into) {
    for (int i = 0; i < columns.length; i++) {
      int at = start + columns[i];
      into[at] = scaled(rows[at], i);
    }
  }

  private float scaled(double x, int i) {
    return bounded((x - median[i]) / spread(i), i);
  }

  @Override
  double centre(int i) {
    return median[i];
  }

  @Override
  double spread(int i) {
    return range[i] > 0 ? range[i] / DEVIATIONS : 1;
  }

  @Override
  void adoptSums() {
    for (int i = 0; i < columns.length; i++) {
      windows[i].adopt(countOf(i));
      if (windows[i].held() > 0) {
        adoptWindow(i);
      }
    }
  }

  /**
   * The values themselves are not published. Whoever goes on from figures begins with as many that
   * have these, evenly spread over twice the range.
   */
  @Override
  void adoptFigures() {
    for (int i = 0; i < columns.length; i++) {
      double centre = median[i];
      double width = range[i];
      windows[i].fill(count, share -> centre + width * (2 * share - 1));
    }
  }
}
