package io.gradstream.nn;

import io.gradstream.autograd.Parameter;
import io.gradstream.autograd.Variable;
import io.gradstream.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The normalisation of each row, {@link Variable#layerNorm}, starting at weight 1 and bias 0. */
public final class LayerNorm implements Module {
  private final Parameter weight;
  private final Parameter bias;
  private final double eps;

  /** A layer for rows of this width, with {@code eps} added to the variance. */
  public LayerNorm(int width, double eps) {
    this.weight = new Parameter("weight", Tensor.zeros(width));
    this.bias = new Parameter("bias", Tensor.zeros(width));
    this.eps = eps;
    weight.value().fill(1);
  }

  @Override
  public Variable forward(Variable input) {
    return input.layerNorm(weight, bias, eps);
  }

  @Override
  public Map<String, Parameter> namedParameters() {
    Map<String, Parameter> named = new LinkedHashMap<>();
    named.put("weight", weight);
    named.put("bias", bias);
    return Collections.unmodifiableMap(named);
  }
}
