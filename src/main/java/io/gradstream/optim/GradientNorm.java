package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import java.util.List;

/** The length of all gradients taken as one vector. */
public final class GradientNorm {
  private GradientNorm() {}

  /** {@code √Σ ∂w²} over every element of every parameter's gradient; allocates nothing. */
  public static double of(List<Parameter> parameters) {
    return Math.sqrt(squares(parameters));
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
