package io.gradstream.nn;

import io.gradstream.autograd.Parameter;
import io.gradstream.autograd.Variable;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The affine layer {@code y = x · wᵀ + b}: {@code x [rows, in]}, {@code w [out, in]}, {@code b
 * [out]}.
 *
 * <p>Starts as PyTorch's: weight and bias uniform in {@code ±1/√in}, which is what {@code
 * kaiming_uniform(a = √5)} comes to; at 0 where in is 0.
 */
public final class Linear implements Module {
  private final Parameter weight;
  private final @Nullable Parameter bias;

  /** A layer with a bias. */
  public Linear(int in, int out, RandomGenerator random) {
    this(in, out, true, random);
  }

  /** A layer with or without a bias. */
  public Linear(int in, int out, boolean bias, RandomGenerator random) {
    double bound = in == 0 ? 0 : 1 / Math.sqrt(in);
    this.weight = new Parameter("weight", uniform(Shape.of(out, in), bound, random));
    this.bias = bias ? new Parameter("bias", uniform(Shape.of(out), bound, random)) : null;
  }

  @Override
  public Variable forward(Variable input) {
    return bias == null ? input.linear(weight) : input.linear(weight, bias);
  }

  /** {@code max(y, 0)}, in one. */
  Variable rectified(Variable input) {
    return input.linearRelu(weight, bias);
  }

  @Override
  public Map<String, Parameter> namedParameters() {
    return named(weight, bias);
  }

  static Map<String, Parameter> named(Parameter weight, @Nullable Parameter bias) {
    Map<String, Parameter> named = new LinkedHashMap<>();
    named.put("weight", weight);
    if (bias != null) {
      named.put("bias", bias);
    }
    return Collections.unmodifiableMap(named);
  }

  /** Uniform in {@code ±bound}; nothing is drawn for a bound of 0. */
  static Tensor uniform(Shape shape, double bound, RandomGenerator random) {
    Tensor tensor = Tensor.zeros(shape);
    for (int i = 0; bound > 0 && i < tensor.size(); i++) {
      tensor.data()[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
    return tensor;
  }
}
