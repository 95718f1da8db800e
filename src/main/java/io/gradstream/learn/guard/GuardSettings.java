package io.gradstream.learn.guard;

/**
 * Which samples are finite and yet too absurd to be learned, the {@code guard} section.
 *
 * @param deviations a number of a sample (a dense feature's, a numeric label, a weight) is absurd
 *     if it is more than so many running standard deviations from its running mean and outside of
 *     all that was seen; 0 for no such rule, else at least 10, and 1000 unless set
 * @param gradient the gradient of a step, after {@code clip}, is absurd if it is more than so many
 *     times as long as nine in ten of those before and more than ten times as long as any; 0 for no
 *     such rule, else at least 10, and 1000 unless set; mode full has none
 * @param after how often a number has to differ from its first, and how many gradients there have
 *     to be, before they are judged so; from a tenth of that on, ten times as much is believed; at
 *     least 10, and 100 unless set
 */
public record GuardSettings(double deviations, double gradient, int after) {
  /** The share of {@code after} from which on the most absurd is not believed any more. */
  static final double EARLY = 0.1;

  /** A thousand times what is usual, once a hundred were seen. */
  public GuardSettings() {
    this(1000, 1000, 100);
  }

  /** Validates: a bound is 0 or finite and at least 10, for nothing below that is absurd. */
  public GuardSettings {
    requireBound("deviations", deviations);
    requireBound("gradient", gradient);
    if (after < 10) {
      throw new IllegalArgumentException("after must be at least 10: " + after);
    }
  }

  private static void requireBound(String key, double bound) {
    if (!(bound >= 10 && Double.isFinite(bound)) && bound != 0) {
      throw new IllegalArgumentException(
          "%s must be at least 10, or 0 for no such rule: %s".formatted(key, bound));
    }
  }
}
