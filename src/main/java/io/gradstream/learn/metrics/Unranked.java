package io.gradstream.learn.metrics;

/** No ranking: for scores that fade, which an area under a curve cannot. */
final class Unranked implements Ranking {
  @Override
  public void add(double score, boolean positive, double weight) {}

  @Override
  public double area() {
    return Double.NaN;
  }

  @Override
  public void reset() {}

  @Override
  public double[] appendTo(double[] head) {
    return head;
  }

  @Override
  public void restore(double[] state, int from) {}

  @Override
  public void merge(double[] state, int from) {}
}
