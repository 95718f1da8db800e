package io.gradstream.learn;

import io.gradstream.autograd.Parameter;
import io.gradstream.optim.GradientNorm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a step over some samples would be made with.
 *
 * @param loss of the samples before the step
 * @param bounded whether the gradient is short enough for a step
 * @param norm the length of the gradient as the step would use it; NaN where it is not known
 */
record Trial(float loss, boolean bounded, double norm) {
  /**
   * A gradient this long is no gradient any more: half of the optimizers sum up its square, and a
   * float32 ends at 3.4e38.
   */
  private static final double LONGEST = 1e18;

  /** Of a loss that is not finite no gradient is asked for. */
  static Trial of(float loss) {
    return new Trial(loss, false, Double.NaN);
  }

  /** Of a loss and the gradients that are held. */
  static Trial of(float loss, List<Parameter> parameters) {
    boolean bounded = isBounded(parameters);
    return new Trial(loss, bounded, GradientNorm.of(parameters));
  }

  /** Whether gradients are short enough for a step; allocates nothing. */
  static boolean isBounded(List<Parameter> parameters) {
    return GradientNorm.isBelow(LONGEST, parameters);
  }

  /** Why a gradient that is not bounded is no good for a step. */
  static String fault(double norm) {
    return "the gradient must be shorter than 1e18: " + (float) norm;
  }

  /** Why the step cannot be taken, the rule before the colon; null if it can. */
  @Nullable String fault() {
    if (!Float.isFinite(loss)) {
      return "the loss must be finite: " + loss;
    }
    return bounded ? null : fault(norm);
  }
}
