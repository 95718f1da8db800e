package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.tensor.Kernels;
import io.gradstream.tensor.OuterProduct;
import java.util.List;

/** The length of all gradients taken as one vector. */
public final class GradientNorm {
  private static final Kernels KERNELS = Kernels.best();

  private GradientNorm() {}

  /** {@code √Σ ∂w²} over every element of every parameter's gradient; allocates nothing. */
  public static double of(List<Parameter> parameters) {
    return Math.sqrt(squares(parameters));
  }

  /**
   * {@code Σ ∂w²} as far as float32 can tell: infinite, or NaN, where squares overflow it. A pass
   * at the speed of memory; allocates nothing.
   */
  public static double roughSquares(List<Parameter> parameters) {
    double squares = 0;
    for (int p = 0; p < parameters.size(); p++) {
      squares += roughSquares(parameters.get(p));
    }
    return squares;
  }

  private static float roughSquares(Parameter parameter) {
    OuterProduct outer = parameter.outerGradient();
    if (outer != null) {
      return outer.squares();
    }
    return KERNELS.squares(parameter.gradients(), parameter.gradientCount());
  }

  private static double squares(List<Parameter> parameters) {
    double squares = 0;
    for (int p = 0; p < parameters.size(); p++) {
      squares += squares(parameters.get(p));
    }
    return squares;
  }

  static double squares(Parameter parameter) {
    float[] gradient = parameter.gradients();
    int count = parameter.gradientCount();
    double squares = 0;
    for (int i = 0; i < count; i++) {
      squares += (double) gradient[i] * gradient[i];
    }
    return squares;
  }
}
