package io.gradstream.learn;

import io.gradstream.autograd.Parameter;
import io.gradstream.learn.guard.Guard;
import io.gradstream.optim.GradientNorm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a step over some samples would be made with.
 *
 * @param fault why it cannot be taken, the rule before the colon; null if it can
 * @param squares the squared norm of the gradient as the step would use it, infinite or NaN where
 *     float32 does not hold it; NaN where no gradient was asked for
 */
record Trial(@Nullable String fault, double squares) {
  /**
   * A gradient this long is no gradient any more: half of the optimizers sum up its square, and a
   * float32 ends at 3.4e38.
   */
  private static final double LONGEST = 1e18;

  /** Of a loss that is not finite, of which no gradient is asked for. */
  static Trial ofLoss(float loss) {
    return new Trial(lossFault(loss), Double.NaN);
  }

  /** Of the gradients that are held. */
  static Trial ofGradient(List<Parameter> parameters) {
    double squares = GradientNorm.roughSquares(parameters);
    return new Trial(fault(squares, parameters), squares);
  }

  /** The same, unless a guard finds a fault with it. */
  Trial judgedBy(Guard guard) {
    return fault == null ? new Trial(guard.fault(squares), squares) : this;
  }

  /** Why no step can be taken from a loss that is not finite. */
  static String lossFault(float loss) {
    return "the loss must be finite: " + loss;
  }

  /** Why a gradient is no good for a step; null, without allocating anything, if it is. */
  static @Nullable String fault(double squares, List<Parameter> parameters) {
    return squares < LONGEST * LONGEST
        ? null
        : "the gradient must be shorter than 1e18: " + (float) GradientNorm.of(parameters);
  }
}
