package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import java.util.List;

/** The length of all gradients taken as one vector. */
public final class GradientNorm {
  private GradientNorm() {}

  /** {@code √Σ ∂w²} over every element of every parameter's gradient; allocates nothing. */
  public static double of(List<Parameter> parameters) {
    double squares = 0;
    for (int p = 0; p < parameters.size(); p++) {
      squares += parameters.get(p).gradientSquares();
    }
    return Math.sqrt(squares);
  }
}
