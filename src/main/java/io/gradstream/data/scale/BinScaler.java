package io.gradstream.data.scale;

import io.gradstream.data.BinEncoding;
import io.gradstream.data.Bins;
import io.gradstream.data.Description;
import io.gradstream.data.FeatureColumns;
import java.util.Arrays;
import java.util.Map;

/**
 * Puts a number into bins whose edges are quantiles of its last values, as many for each bin: the
 * number stands in every column of the feature, and 0 or 1 is written there. Not thread-safe.
 */
final class BinScaler implements RowScaler {
  /** What a version calls the least value of each bin, or the edge of each column. */
  static final String EDGES = "edges";

  private static final int VALUES_PER_BIN = 64;

  private final String name;
  private final int column;
  private final boolean oneHot;
  private final double[] shares;
  private final double[] edges;
  private final double[] window;
  private final SortedWindow values;
  private long count;

  /**
   * The scaler of a feature.
   *
   * @param index its place among the features: its name in a checkpoint
   */
  BinScaler(Bins feature, FeatureColumns at, int index) {
    this.name = "bins." + index;
    this.column = at.dense();
    this.oneHot = feature.encoding() == BinEncoding.ONE_HOT;
    this.edges = new double[at.columns()];
    this.shares = new double[at.columns()];
    int behindFirst = oneHot ? 0 : 1;
    Arrays.setAll(shares, i -> (double) (i + behindFirst) / feature.bins());
    this.window = new double[VALUES_PER_BIN * feature.bins()];
    this.values = new SortedWindow(window, 0, window.length);
  }

  @Override
  public void fitTransform(double[] rows, int start, float[] into) {
    values.insert(rows[start + column], count);
    count++;
    adoptWindow();
    transform(rows, start, into);
  }

  private void adoptWindow() {
    for (int i = 0; i < edges.length; i++) {
      edges[i] = values.quantile(shares[i]);
    }
  }

  @Override
  public void transform(double[] rows, int start, float[] into) {
    int at = start + column;
    double x = rows[at];
    int reached = 0;
    while (reached < edges.length && x >= edges[reached]) {
      reached++;
    }
    int bin = Math.max(0, reached - 1);
    for (int i = 0; i < edges.length; i++) {
      boolean hot = oneHot ? i == bin : i < reached;
      into[at + i] = hot ? 1 : 0;
    }
  }

  /** Begins anew. */
  void reset() {
    count = 0;
    values.adopt(0);
    Arrays.fill(window, 0);
    Arrays.fill(edges, 0);
  }

  void save(Map<String, double[]> state) {
    state.put(name + ".count", new double[] {count});
    state.put(name + ".window", window.clone());
  }

  void restore(ScalerState state) {
    double[] saved = new double[1];
    state.copyTo(saved, name + ".count");
    state.copyTo(window, name + ".window");
    count = (long) saved[0];
    values.adopt(count);
    if (count > 0) {
      adoptWindow();
    }
  }

  /** Puts the count and the edges. */
  void describe(Map<String, Object> into) {
    into.put("count", count);
    into.put(EDGES, Description.figures(edges, 0, edges.length));
  }

  /** Takes over what {@link #describe} put, with values that have these quantiles. */
  void adopt(Description description) {
    count = description.value("count", Number.class).longValue();
    System.arraycopy(description.numbers(EDGES, edges.length), 0, edges, 0, edges.length);
    values.fill(count, this::quantile);
  }

  /** The quantile of a share, on the line between the edges around it. */
  private double quantile(double share) {
    int above = 0;
    while (above < shares.length && shares[above] <= share) {
      above++;
    }
    if (above == 0) {
      return edges[0];
    }
    if (above == shares.length) {
      return edges[above - 1];
    }
    double within = (share - shares[above - 1]) / (shares[above] - shares[above - 1]);
    return edges[above - 1] + within * (edges[above] - edges[above - 1]);
  }
}
