package io.gradstream.learn.drift;

/**
 * Brings losses of any kind to one scale: standard deviations of the first {@value #FIRST} from
 * their mean, flattened beyond a few, so that one loss that is a million times as large as the
 * others is no change. Until there are so many nothing comes of them.
 */
final class LossScale {
  private static final int FIRST = 50;

  /** What is farther off comes no farther. */
  private static final double WIDEST = 5;

  private double sum;
  private double squares;
  private long count;

  /** Of the first losses, once they are complete. */
  private double mean;

  private double deviation;

  /** The loss as it is to be looked at; NaN while there is nothing to compare it with. */
  double scaled(double loss) {
    if (count < FIRST) {
      sum += loss;
      squares += loss * loss;
      count++;
      settle();
      return Double.NaN;
    }
    double off = deviation > 0 ? (loss - mean) / deviation : Math.signum(loss - mean);
    double far = off / WIDEST;
    return off / Math.sqrt(1 + far * far);
  }

  private void settle() {
    mean = sum / FIRST;
    deviation = Math.sqrt(Math.max(0, squares / FIRST - mean * mean));
  }

  void reset() {
    sum = 0;
    squares = 0;
    count = 0;
  }

  /** The whole state, for {@link #restore}. */
  double[] state() {
    return new double[] {sum, squares, count};
  }

  void restore(double[] state) {
    sum = state[0];
    squares = state[1];
    count = (long) state[2];
    settle();
  }
}
