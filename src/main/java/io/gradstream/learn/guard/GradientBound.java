package io.gradstream.learn.guard;

import io.gradstream.version.NamedState;
import java.util.Map;

/**
 * How long a gradient is believed. What is usual is the ninth decile of the squared norms before,
 * tracked by a step up for one above it and a step of a ninth down for one below, both on a
 * logarithmic scale (after Q. Ma, S. Muthukrishnan and M. Sandler, Frugal Streaming for Estimating
 * Quantiles, 2013). Gradients of nothing do not count.
 */
final class GradientBound {
  private static final String NAME = "guard/gradient";
  private static final double UP = 1.2;

  /** {@code UP^(-1/9)}: as many steps lead up as down where one in ten is above. */
  private static final double DOWN = 0.9799447;

  /** A gradient not this much longer than the longest is none of a new kind; squared. */
  private static final double LONGEST = 100;

  private final double bound;
  private final int after;
  private double usual;
  private double longest;
  private long count;

  /** A bound of gradients that nothing is known of. */
  GradientBound(GuardSettings settings) {
    this.bound = settings.gradient() * settings.gradient();
    this.after = settings.after();
  }

  /** Whether a gradient of this squared norm is too long to be believed. */
  boolean isAbsurd(double squares) {
    boolean early = count < after;
    double scale = early ? 1 / (GuardSettings.EARLY * GuardSettings.EARLY) : 1;
    return bound > 0
        && count >= after * GuardSettings.EARLY
        && squares > scale * bound * usual
        && squares > scale * LONGEST * longest;
  }

  /** How many times a gradient of this squared norm is as long as is usual. */
  double ratio(double squares) {
    return Math.sqrt(squares / usual);
  }

  /** Takes in the squared norm of a gradient that a step was taken with. */
  void observe(double squares) {
    if (squares > 0) {
      if (count == 0) {
        usual = squares;
      }
      usual *= squares > usual ? UP : DOWN;
      longest = Math.max(longest, squares);
      count++;
    }
  }

  /** Knows nothing any more. */
  void forget() {
    usual = 0;
    longest = 0;
    count = 0;
  }

  void save(Map<String, double[]> state) {
    state.put(NAME, new double[] {usual, longest, count});
  }

  /** Goes on where {@link #save} was called, or knows nothing where it was not. */
  void restore(Map<String, double[]> state) {
    forget();
    if (state.containsKey(NAME)) {
      double[] saved = NamedState.require(state, NAME);
      usual = saved[0];
      longest = saved[1];
      count = (long) saved[2];
    }
  }
}
