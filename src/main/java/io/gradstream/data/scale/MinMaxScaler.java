package io.gradstream.data.scale;

import io.gradstream.data.Scale;
import java.util.Map;

/** (x − min) / (max − min): in [0, 1] for every x that was taken in. */
final class MinMaxScaler extends ColumnScaler {
  private final double[] min;
  private final double[] max;

  MinMaxScaler(int[] columns, double[] bounds) {
    super(Scale.Kind.MINMAX, columns, bounds);
    this.min = new double[columns.length];
    this.max = new double[columns.length];
    sums.put("min", min);
    sums.put("max", max);
    figures.putAll(sums);
  }

  @Override
  public void fitTransform(double[] rows, int start, float[] into) {
    count++;
    for (int i = 0; i < columns.length; i++) {
      boolean first = countOf(i) == 1;
      int at = start + columns[i];
      double x = rows[at];
      min[i] = first ? x : Math.min(min[i], x);
      max[i] = first ? x : Math.max(max[i], x);
      into[at] = scaled(x, i);
    }
  }

  @Override
  public void transform(double[] rows, int start, float[] into) {
    for (int i = 0; i < columns.length; i++) {
      int at = start + columns[i];
      into[at] = scaled(rows[at], i);
    }
  }

  @Override
  void saveSince(String prefix, ScalerState before, Map<String, double[]> into) {
    MinMaxScaler since = new MinMaxScaler(columns, bounds());
    since.count = count - restored(new MinMaxScaler(columns, bounds()), prefix, before).count;
    System.arraycopy(min, 0, since.min, 0, min.length);
    System.arraycopy(max, 0, since.max, 0, max.length);
    since.save(prefix, into);
  }

  /**
   * {@inheritDoc} Bounds that went on from these hold them too, and so need no part of their own.
   */
  @Override
  void merge(String prefix, ScalerState round) {
    MinMaxScaler other = restored(new MinMaxScaler(columns, bounds()), prefix, round);
    for (int i = 0; i < columns.length && other.count > 0; i++) {
      min[i] = count == 0 ? other.min[i] : Math.min(min[i], other.min[i]);
      max[i] = count == 0 ? other.max[i] : Math.max(max[i], other.max[i]);
    }
    count += other.count;
  }

  private float scaled(double x, int i) {
    return max[i] > min[i] ? bounded((x - min[i]) / (max[i] - min[i]), i) : 0;
  }

  @Override
  double centre(int i) {
    return min[i];
  }

  @Override
  double spread(int i) {
    return max[i] - min[i];
  }

  @Override
  void adoptSums() {}

  @Override
  void adoptFigures() {}
}
