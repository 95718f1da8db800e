package io.gradstream.learn.challenge;

/**
 * A paired test of two learners over the same samples (Student's, one-sided): by how many standard
 * errors the mean of the differences of their losses is above zero. Pairs cancel what is hard or
 * easy for both, so that it takes few. Allocates nothing.
 */
public final class PairedTest {
  private double pairs;
  private double mean;
  private double squares;

  /** Takes in by how much the second one's loss was smaller in a step. */
  public void add(double difference) {
    if (Double.isFinite(difference)) {
      pairs++;
      double before = difference - mean;
      mean += before / pairs;
      squares += before * (difference - mean);
    }
  }

  /** How sure it is that the second one is better, in standard errors; 0 while nothing is known. */
  public double errors() {
    return pairs < 2 || squares == 0 ? 0 : mean / Math.sqrt(squares / (pairs - 1) / pairs);
  }

  /** By how much the second one's loss was smaller on average. */
  public double mean() {
    return mean;
  }

  /** Begins anew. */
  public void reset() {
    pairs = 0;
    mean = 0;
    squares = 0;
  }

  /** The whole state, for {@link #restore}. */
  public double[] state() {
    return new double[] {pairs, mean, squares};
  }

  /** Goes on from what {@link #state} gave. */
  public void restore(double[] state) {
    pairs = state[0];
    mean = state[1];
    squares = state[2];
  }
}
