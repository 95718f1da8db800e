package io.gradstream.nn;

import io.gradstream.autograd.Parameter;
import io.gradstream.autograd.SparseInput;
import io.gradstream.autograd.Variable;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The affine layer {@code y = s · wᵀ + b} over rows s that are mostly zero, such as hashed
 * categories: {@link Linear} with a gradient that touches only the dense columns and those it saw.
 *
 * <p>With several outputs it starts as {@link Linear} does. With one it starts at zero: a convex
 * model needs no random start, and what no sample ever touched is then nothing to publish.
 */
public final class SparseLinear implements Module {
  private final SparseInput input;
  private final int[] columns;
  private final Parameter weight;
  private final @Nullable Parameter bias;

  /**
   * A layer of so many outputs.
   *
   * @param input what {@link #forward} finds the sparse part of its rows in
   * @param in how many columns there are, at least the sparse part's
   * @param columns which columns the dense part's are; copied
   */
  public SparseLinear(
      SparseInput input, int in, int[] columns, int out, boolean bias, RandomGenerator random) {
    double bound = out == 1 ? 0 : 1 / Math.sqrt(in);
    this.input = input;
    this.columns = columns.clone();
    Tensor weight = Linear.uniform(Shape.of(in, out), bound, random);
    this.weight = Parameter.sparseTransposed("weight", weight);
    this.bias = bias ? new Parameter("bias", Linear.uniform(Shape.of(out), bound, random)) : null;
  }

  /** The output for the dense part {@code [rows, dense]} and the sparse input's rows. */
  @Override
  public Variable forward(Variable dense) {
    return dense.sparseLinear(columns, input, weight, bias);
  }

  @Override
  public Map<String, Parameter> namedParameters() {
    return Linear.named(weight, bias);
  }
}
