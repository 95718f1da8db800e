package io.gradstream.learn.drift;

/**
 * Brings losses of any kind to one scale: standard deviations of the first {@value #FIRST} from
 * their mean, flattened beyond a few, so that one loss that is a million times as large as the
 * others is no change. Until there are so many nothing comes of them.
 */
final class LossScale {
  private static final int FIRST = 50;

  /** What is farther off than 5 comes no farther: its square's inverse. */
  private static final double FAR = 1 / 25.0;

  private double sum;
  private double squares;
  private long count;

  /** Of the first losses, once they are complete. */
  private double mean;

  private double deviation;

  /**
   * Brings losses to the scale, in place and without the first ones, that make it.
   *
   * @return how many are left
   */
  int scale(double[] losses, int number) {
    int first = 0;
    while (first < number && count < FIRST) {
      take(losses[first++]);
    }
    System.arraycopy(losses, first, losses, 0, number - first);
    scaleAll(losses, number - first);
    return number - first;
  }

  private void take(double loss) {
    sum += loss;
    squares += loss * loss;
    count++;
    settle();
  }

  private void scaleAll(double[] losses, int number) {
    for (int i = 0; i < number; i++) {
      double off = deviation > 0 ? (losses[i] - mean) / deviation : Math.signum(losses[i] - mean);
      losses[i] = off / Math.sqrt(1 + off * off * FAR);
    }
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
