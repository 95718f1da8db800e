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
  public int add(double number, long samples) {
    if (numbers >= LEAST) {
      double deviation = Math.sqrt(squares / numbers);
      double off = deviation > 0 ? (number - mean) / deviation : 0;
      up = Math.max(0, up + off - tolerated);
      down = Math.max(0, down - off - tolerated);
    }
    numbers++;
    double before = number - mean;
    mean += before / numbers;
    squares += before * (number - mean);
    int change = up > most ? 1 : down > most ? -1 : 0;
    if (change != 0) {
      reset();
    }
    return change;
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
