package io.gradstream.autograd;

import io.gradstream.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that knows how it was made, so that gradients can flow back through it.
 *
 * <p>An operation makes a new variable and evaluates it at once. The variable keeps the operation:
 * {@link Graph} runs it again over the same buffers. Shapes that do not fit are refused with an
 * {@code IllegalArgumentException}. Not thread-safe.
 */
public sealed class Variable extends Node permits Parameter {
  private @Nullable Graph graph;

  Variable(Tensor value, @Nullable Op maker, boolean requiresGradient) {
    super(value, maker, requiresGradient);
  }

  /** A constant over {@code value}, which is not copied; no gradient is computed toward it. */
  public static Variable of(Tensor value) {
    return new Variable(value, null, false);
  }

  /**
   * The single element of a scalar.
   *
   * @throws IllegalArgumentException if there is not exactly one
   */
  public final float item() {
    if (value().size() != 1) {
      throw new IllegalArgumentException("item needs one element: " + value().shape());
    }
    return value().data()[0];
  }

  /**
   * The sum of the gradients since the last zeroing, zeros if there were none; what an operation
   * made has only the last backward pass's. Of the shape of {@link #value}, and shared.
   *
   * @throws IllegalStateException if this variable requires no gradient
   */
  public Tensor gradient() {
    gradientToAddTo();
    return gradientBuffer();
  }

  /**
   * Computes the gradient of this scalar with respect to everything it was made from that requires
   * one; parameters' add up.
   *
   * @throws IllegalArgumentException if this has not exactly one element, or was made from no
   *     parameter
   */
  public final void backward() {
    if (graph == null) {
      graph = Graph.of(this);
    }
    graph.backward();
  }

  /** {@code this · other} for {@code [m, k]} and {@code [k, n]}. */
  public final Variable matmul(Variable other) {
    return evaluated(new MatMul(this, other));
  }

  /** {@code this · weightᵀ + bias} for {@code [rows, in]}, {@code [out, in]} and {@code [out]}. */
  public final Variable linear(Variable weight, Variable bias) {
    return evaluated(new Linear(this, weight, bias, false));
  }

  /** {@code this · weightᵀ} for {@code [rows, in]} and {@code [out, in]}. */
  public final Variable linear(Variable weight) {
    return evaluated(new Linear(this, weight, null, false));
  }

  /** {@code max(this · weightᵀ + bias, 0)}, a linear layer and its rectifier in one. */
  public final Variable linearRelu(Variable weight, @Nullable Variable bias) {
    return evaluated(new Linear(this, weight, bias, true));
  }

  /** The elementwise sum; a scalar, or a vector as a row, is repeated to fit. */
  public final Variable add(Variable other) {
    return evaluated(new Add(this, other));
  }

  /** The elementwise difference; a scalar, or a vector as a row, is repeated to fit. */
  public final Variable sub(Variable other) {
    return evaluated(new Sub(this, other));
  }

  /** The elementwise product; a scalar, or a vector as a row, is repeated to fit. */
  public final Variable mul(Variable other) {
    return evaluated(new Mul(this, other));
  }

  /** {@code max(x, 0)}. */
  public final Variable relu() {
    return evaluated(new Relu(this));
  }

  /** {@code x} where it is positive, else {@code negativeSlope · x}. */
  public final Variable leakyRelu(double negativeSlope) {
    return evaluated(new LeakyRelu(this, negativeSlope));
  }

  /** {@code x} where it is positive, else {@code alpha · (e^x - 1)}. */
  public final Variable elu(double alpha) {
    return evaluated(new Elu(this, alpha));
  }

  /** {@code x · Φ(x)} with Φ the normal distribution. */
  public final Variable gelu() {
    return evaluated(new Gelu(this));
  }

  /** {@code x / (1 + e^-x)}. */
  public final Variable silu() {
    return evaluated(new Silu(this));
  }

  /** {@code log(1 + e^(beta·x)) / beta}. */
  public final Variable softplus(double beta) {
    return evaluated(new Softplus(this, beta));
  }

  /** The hyperbolic tangent. */
  public final Variable tanh() {
    return evaluated(new Tanh(this));
  }

  /** {@code 1 / (1 + e^-x)}. */
  public final Variable sigmoid() {
    return evaluated(new Sigmoid(this));
  }

  /** The logarithm of each row's softmax. */
  public final Variable logSoftmax() {
    return evaluated(new LogSoftmax(this));
  }

  /** Each row's softmax. */
  public final Variable softmax() {
    return evaluated(new Softmax(this));
  }

  /**
   * Each row less its mean, over its standard deviation, times {@code weight} plus {@code bias}.
   *
   * @param weight {@code [n]} for rows of n
   * @param bias {@code [n]} for rows of n
   * @param eps added to the variance
   */
  public final Variable layerNorm(Variable weight, Variable bias, double eps) {
    return evaluated(new LayerNorm(this, weight, bias, eps));
  }

  /**
   * The elements that {@code mask} keeps, scaled to keep their expectation; all while it is off.
   */
  public final Variable dropout(DropoutMask mask) {
    return evaluated(new Dropout(this, mask));
  }

  /**
   * Each row with one column, an index, replaced by that row of {@code table}.
   *
   * @param table {@code [entries, size]}
   * @throws IllegalArgumentException if an index is no whole number from 0 to {@code entries - 1},
   *     at each run of the graph too
   */
  public final Variable embedding(Variable table, int column) {
    return evaluated(new Embedding(this, table, column));
  }

  /**
   * {@code s · weight + bias} for rows s that are mostly zero: this variable's columns are the
   * columns {@code columns} of s, the others are {@code sparse}'s.
   *
   * @param weight sparse, {@code [in, out]}, with at least as many rows as {@code sparse} has
   *     columns
   * @param bias {@code [out]}, or null for none
   */
  public final Variable sparseLinear(
      int[] columns, SparseInput sparse, Parameter weight, @Nullable Variable bias) {
    return evaluated(new SparseLinear(this, columns, sparse, weight, bias));
  }

  /**
   * Each row followed by what the sparse input's indices stand for in {@code tables}: rows of them,
   * zeros for an index below 0.
   *
   * @param tables sparse, {@code [entries, size]}
   */
  public final Variable embeddings(SparseInput sparse, List<Parameter> tables) {
    return evaluated(new Embeddings(this, sparse, tables));
  }

  /** The sum of all elements, a scalar. */
  public final Variable sum() {
    return evaluated(new Sum(this, false));
  }

  /** The mean of all elements, a scalar. */
  public final Variable mean() {
    return evaluated(new Sum(this, true));
  }

  /**
   * The loss of this output against {@code target} by a rule, a scalar.
   *
   * @param target a constant of the shape that the rule asks for
   */
  public final Variable loss(LossRule rule, Variable target) {
    return evaluated(new RowLoss(this, target, null, rule));
  }

  /**
   * The loss of this output against {@code target} with weights, a scalar: each row's loss counts
   * its weight times, and the divisor stays what it is without weights.
   *
   * @param weight a constant, {@code [rows, 1]}
   */
  public final Variable loss(LossRule rule, Variable target, Variable weight) {
    return evaluated(new RowLoss(this, target, weight, rule));
  }

  /** What an operation makes, at its first evaluation. */
  private static Variable evaluated(Op op) {
    Variable output = new Variable(Tensor.zeros(op.capacity()), op, op.requiresGradient());
    op.bind(output);
    op.forward();
    return output;
  }

  /** The value's shape and first elements, for people. */
  @Override
  public String toString() {
    return value().toString();
  }
}
