package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.tensor.Tensor;
import java.util.List;

/** The length of all gradients taken as one vector. */
public final class GradientNorm {
  private GradientNorm() {}

  /** {@code √Σ ∂w²} over every element of every parameter's gradient; allocates nothing. */
  public static double of(List<Parameter> parameters) {
    double squares = 0;
    for (int p = 0; p < parameters.size(); p++) {
      squares += squares(parameters.get(p).gradient());
    }
    return Math.sqrt(squares);
  }

  private static double squares(Tensor gradient) {
    double sum = 0;
    for (int i = 0; i < gradient.size(); i++) {
      sum += (double) gradient.data()[i] * gradient.data()[i];
    }
    return sum;
  }
}
