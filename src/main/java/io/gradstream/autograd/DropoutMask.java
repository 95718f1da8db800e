package io.gradstream.autograd;

/**
 * What a dropout draws its factors from: a seed and a count of draws, which are its whole state.
 *
 * <p>The k-th draw is a mix of seed and k (the finaliser of SplitMix64, Steele, Lea and Flood,
 * OOPSLA 2014), so a mask set to a count goes on bit for bit from there. Not thread-safe.
 */
public final class DropoutMask {
  private static final long STRIDE = 0x9E3779B97F4A7C15L;
  private final double probability;
  private final long seed;
  private long drawn;
  private boolean on = true;

  /**
   * A mask that is on and drops elements with this probability.
   *
   * @throws IllegalArgumentException if the probability is not at least 0 and below 1
   */
  public DropoutMask(double probability, long seed) {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "probability must be at least 0 and below 1: " + probability);
    }
    this.probability = probability;
    this.seed = seed;
  }

  /** Drops from now on, or lets everything pass. */
  public void on(boolean on) {
    this.on = on;
  }

  /** How many draws were made. */
  public long drawn() {
    return drawn;
  }

  /** Goes on as after so many draws. */
  public void drawn(long count) {
    drawn = count;
  }

  /** The next element's factor; 1 while off, without a draw. */
  float draw() {
    if (!on) {
      return 1;
    }
    double uniform = (mix(seed + ++drawn * STRIDE) >>> 11) * 0x1.0p-53;
    return uniform < probability ? 0 : (float) (1 / (1 - probability));
  }

  private static long mix(long bits) {
    long once = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    long twice = (once ^ (once >>> 27)) * 0x94D049BB133111EBL;
    return twice ^ (twice >>> 31);
  }
}
