package io.gradstream.learn.drift;

/**
 * A test for a change of the mean of a stream of numbers, upwards or downwards (Page, Continuous
 * Inspection Schemes, 1954; Hinkley, 1971): how far what each number is above the mean of all so
 * far, less what is tolerated, sums up from its lowest point. In standard deviations of the numbers
 * so far, so that it is the same for every loss and every size of a step. Allocates nothing.
 */
final class PageHinkley implements Detector {
  /** The numbers that a mean and a deviation take to mean something. */
  private static final int LEAST = 100;

  private final double tolerated;
  private final double most;
  private long numbers;
  private double mean;
  private double squares;
  private double up;
  private double down;

  /**
   * A test.
   *
   * @param tolerated so many deviations off the mean are no change
   * @param most how many deviations more must sum up for one
   */
  PageHinkley(double tolerated, double most) {
    this.tolerated = tolerated;
    this.most = most;
  }

  /** {@inheritDoc} Behind a change it begins anew. */
  @Override
  public int add(Losses losses) {
    int change = numbers < LEAST ? 0 : test(losses);
    if (change == 0) {
      merge(losses);
    } else {
      reset();
    }
    return change;
  }

  /** By the mean and the deviation of those before them. */
  private int test(Losses losses) {
    double deviation = Math.sqrt(squares / numbers);
    double factor = deviation > 0 ? 1 / deviation : 0;
    double[] all = losses.numbers();
    int count = losses.count();
    for (int i = 0; i < count; i++) {
      double off = (all[i] - mean) * factor;
      up = Math.max(0, up + off - tolerated);
      down = Math.max(0, down - off - tolerated);
      if (up > most || down > most) {
        return up > most ? 1 : -1;
      }
    }
    return 0;
  }

  /** By the formula of Chan, Golub and LeVeque, Updating formulae for sample variances, 1979. */
  private void merge(Losses losses) {
    int count = losses.count();
    double apart = losses.mean() - mean;
    squares += losses.squares() + apart * apart * numbers * count / (numbers + count);
    numbers += count;
    mean += apart * count / numbers;
  }

  @Override
  public void reset() {
    numbers = 0;
    mean = 0;
    squares = 0;
    up = 0;
    down = 0;
  }

  @Override
  public double[] state() {
    return new double[] {numbers, mean, squares, up, down};
  }

  @Override
  public void restore(double[] state) {
    numbers = (long) state[0];
    mean = state[1];
    squares = state[2];
    up = state[3];
    down = state[4];
  }
}
