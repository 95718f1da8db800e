package io.gradstream.data.scale;

import io.gradstream.data.Moments;
import io.gradstream.data.Scale;
import java.util.Map;

/**
 * (x − mean) / √variance, where mean and population variance run by Welford's method (B. P.
 * Welford, Note on a Method for Calculating Corrected Sums of Squares and Products, 1962): with the
 * n-th x, mean += (x − mean)/n and m2 += (x − old mean)(x − new mean), variance = m2/n.
 */
final class StandardScaler extends ColumnScaler {
  private final double[] mean;
  private final double[] m2;
  private final double[] variance;

  StandardScaler(int[] columns, double[] bounds) {
    super(Scale.Kind.STANDARD, columns, bounds);
    this.mean = new double[columns.length];
    this.m2 = new double[columns.length];
    this.variance = new double[columns.length];
    sums.put("mean", mean);
    sums.put("m2", m2);
    figures.put("mean", mean);
    figures.put("variance", variance);
  }

  @Override
  public void fitTransform(double[] rows, int start, float[] into) {
    double ofAll = 1.0 / ++count;
    for (int i = 0; i < columns.length; i++) {
      double share = since.length == 0 ? ofAll : 1.0 / countOf(i);
      int at = start + columns[i];
      double x = rows[at];
      double before = x - mean[i];
      mean[i] += before * share;
      double after = x - mean[i];
      m2[i] += before * after;
      variance[i] = m2[i] * share;
      into[at] = standardised(after, i);
    }
  }

  @Override
  public void transform(double[] rows, int start, float[] into) {
    for (int i = 0; i < columns.length; i++) {
      int at = start + columns[i];
      into[at] = standardised(rows[at] - mean[i], i);
    }
  }

  @Override
  void saveSince(String prefix, ScalerState before, Map<String, double[]> into) {
    StandardScaler earlier = restored(new StandardScaler(columns, bounds()), prefix, before);
    StandardScaler since = new StandardScaler(columns, bounds());
    since.count = count - earlier.count;
    for (int i = 0; i < columns.length; i++) {
      since.take(i, moments(i).since(earlier.moments(i)));
    }
    since.save(prefix, into);
  }

  @Override
  void merge(String prefix, ScalerState round) {
    StandardScaler other = restored(new StandardScaler(columns, bounds()), prefix, round);
    for (int i = 0; i < columns.length; i++) {
      take(i, moments(i).plus(other.moments(i)));
    }
    count += other.count;
    adoptSums();
  }

  private Moments moments(int i) {
    return new Moments(countOf(i), mean[i], m2[i]);
  }

  private void take(int i, Moments moments) {
    mean[i] = moments.mean();
    m2[i] = moments.squares();
  }

  private float standardised(double difference, int i) {
    return variance[i] > 0 ? bounded(difference / Math.sqrt(variance[i]), i) : 0;
  }

  @Override
  void weaken(long most) {
    if (count > most) {
      for (int i = 0; i < columns.length; i++) {
        m2[i] *= (double) most / count;
      }
      count = most;
      adoptSums();
    }
  }

  @Override
  double centre(int i) {
    return mean[i];
  }

  @Override
  double spread(int i) {
    return Math.sqrt(variance[i]);
  }

  @Override
  void adoptSums() {
    for (int i = 0; i < columns.length; i++) {
      double share = countOf(i) == 0 ? 0 : 1.0 / countOf(i);
      variance[i] = m2[i] * share;
    }
  }

  @Override
  void adoptFigures() {
    for (int i = 0; i < columns.length; i++) {
      m2[i] = variance[i] * count;
    }
  }
}
