package io.gradstream.autograd;

import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that knows how it was made, so that gradients can flow back through it.
 *
 * <p>An operation makes a new variable and evaluates it at once. The variable keeps the operation:
 * {@link Graph} runs it again over the same buffers. Not thread-safe.
 */
public sealed class Variable permits Parameter {
  private final Tensor value;
  private final @Nullable Op maker;
  private final boolean requiresGradient;
  private @Nullable Tensor gradient;
  private boolean gradientHeld;
  private @Nullable Graph graph;

  Variable(Tensor value, @Nullable Op maker, boolean requiresGradient) {
    this.value = value;
    this.maker = maker;
    this.requiresGradient = requiresGradient;
  }

  /** A constant over {@code value}, which is not copied; no gradient is computed toward it. */
  public static Variable of(Tensor value) {
    return new Variable(value, null, false);
  }

  /** The elements, shared: an operation's are overwritten when its graph runs again. */
  public final Tensor value() {
    return value;
  }

  /** The single element of a scalar. */
  public final float item() {
    if (value.size() != 1) {
      throw new IllegalArgumentException("item needs one element: " + value.shape());
    }
    return value.data()[0];
  }

  /** Whether a backward pass computes a gradient for this variable. */
  public final boolean requiresGradient() {
    return requiresGradient;
  }

  /**
   * The sum of the gradients since the last zeroing, zeros if there were none; of the shape of
   * {@link #value}, and shared.
   *
   * @throws IllegalStateException if this variable requires no gradient
   */
  public Tensor gradient() {
    gradientToAddTo();
    return gradientBuffer();
  }

  /**
   * Computes the gradient of this scalar with respect to everything it was made from.
   *
   * @throws IllegalArgumentException if this is no scalar
   */
  public final void backward() {
    if (graph == null) {
      graph = Graph.of(this);
    }
    graph.backward();
  }

  /** {@code this · other} for {@code [m, k]} and {@code [k, n]}. */
  public final Variable matmul(Variable other) {
    return new MatMul(this, other).evaluate();
  }

  /** {@code this · weightᵀ + bias} for {@code [rows, in]}, {@code [out, in]} and {@code [out]}. */
  public final Variable linear(Variable weight, Variable bias) {
    return new Linear(this, weight, bias, false).evaluate();
  }

  /** {@code this · weightᵀ} for {@code [rows, in]} and {@code [out, in]}. */
  public final Variable linear(Variable weight) {
    return new Linear(this, weight, null, false).evaluate();
  }

  /** {@code max(this · weightᵀ + bias, 0)}, a linear layer and its rectifier in one. */
  public final Variable linearRelu(Variable weight, @Nullable Variable bias) {
    return new Linear(this, weight, bias, true).evaluate();
  }

  /** The elementwise sum; a scalar, or a vector as a row, is repeated to fit. */
  public final Variable add(Variable other) {
    return new Add(this, other).evaluate();
  }

  /** The elementwise difference; a scalar, or a vector as a row, is repeated to fit. */
  public final Variable sub(Variable other) {
    return new Sub(this, other).evaluate();
  }

  /** The elementwise product; a scalar, or a vector as a row, is repeated to fit. */
  public final Variable mul(Variable other) {
    return new Mul(this, other).evaluate();
  }

  /** {@code max(x, 0)}. */
  public final Variable relu() {
    return new Relu(this).evaluate();
  }

  /** {@code x} where it is positive, else {@code negativeSlope · x}. */
  public final Variable leakyRelu(double negativeSlope) {
    return new LeakyRelu(this, negativeSlope).evaluate();
  }

  /** {@code x} where it is positive, else {@code alpha · (e^x - 1)}. */
  public final Variable elu(double alpha) {
    return new Elu(this, alpha).evaluate();
  }

  /** {@code x · Φ(x)} with Φ the normal distribution. */
  public final Variable gelu() {
    return new Gelu(this).evaluate();
  }

  /** {@code x / (1 + e^-x)}. */
  public final Variable silu() {
    return new Silu(this).evaluate();
  }

  /** {@code log(1 + e^(beta·x)) / beta}. */
  public final Variable softplus(double beta) {
    return new Softplus(this, beta).evaluate();
  }

  /** The hyperbolic tangent. */
  public final Variable tanh() {
    return new Tanh(this).evaluate();
  }

  /** {@code 1 / (1 + e^-x)}. */
  public final Variable sigmoid() {
    return new Sigmoid(this).evaluate();
  }

  /** The logarithm of each row's softmax. */
  public final Variable logSoftmax() {
    return new LogSoftmax(this).evaluate();
  }

  /** Each row's softmax. */
  public final Variable softmax() {
    return new Softmax(this).evaluate();
  }

  /**
   * Each row less its mean, over its standard deviation, times {@code weight} plus {@code bias}.
   *
   * @param weight {@code [n]} for rows of n
   * @param bias {@code [n]} for rows of n
   * @param eps added to the variance
   */
  public final Variable layerNorm(Variable weight, Variable bias, double eps) {
    return new LayerNorm(this, weight, bias, eps).evaluate();
  }

  /** The elements that {@code mask} keeps, scaled to keep their expectation. */
  public final Variable dropout(DropoutMask mask) {
    return new Dropout(this, mask).evaluate();
  }

  /**
   * Each row with one column, an index, replaced by that row of {@code table}.
   *
   * @param table {@code [entries, size]}
   */
  public final Variable embedding(Variable table, int column) {
    return new Embedding(this, table, column).evaluate();
  }

  /**
   * {@code s · weight + bias} for rows s that are mostly zero: this variable's columns are the
   * columns {@code columns} of s, the others are {@code sparse}'s.
   *
   * @param weight sparse, {@code [in, out]}
   * @param bias {@code [out]}, or null for none
   */
  public final Variable sparseLinear(
      int[] columns, SparseInput sparse, Parameter weight, @Nullable Variable bias) {
    return new SparseLinear(this, columns, sparse, weight, bias).evaluate();
  }

  /**
   * Each row followed by what the sparse input's indices stand for in {@code tables}.
   *
   * @param tables sparse, {@code [entries, size]}
   */
  public final Variable embeddings(SparseInput sparse, List<Parameter> tables) {
    return new Embeddings(this, sparse, tables).evaluate();
  }

  /** The sum of all elements, a scalar. */
  public final Variable sum() {
    return new Sum(this, false).evaluate();
  }

  /** The mean of all elements, a scalar. */
  public final Variable mean() {
    return new Sum(this, true).evaluate();
  }

  /**
   * The loss of this output against {@code target} by a rule, a scalar.
   *
   * @param target a constant of the shape that the rule asks for
   */
  public final Variable loss(LossRule rule, Variable target) {
    return new RowLoss(this, target, null, rule).evaluate();
  }

  /**
   * The loss of this output against {@code target} with weights, a scalar: each row's loss counts
   * its weight times, and the divisor stays what it is without weights.
   *
   * @param weight a constant, {@code [rows, 1]}
   */
  public final Variable loss(LossRule rule, Variable target, Variable weight) {
    return new RowLoss(this, target, weight, rule).evaluate();
  }

  @Nullable Op maker() {
    return maker;
  }

  Shape capacity() {
    return value.capacity();
  }

  /** Whether a backward pass has brought something since the last zeroing. */
  final boolean holdsGradient() {
    return gradientHeld;
  }

  /** Forgets the gradient; the next contribution overwrites the buffer instead of adding to it. */
  final void dropGradient() {
    gradientHeld = false;
  }

  /** The gradient's elements, for a contribution that overwrites unless one is held already. */
  final Tensor gradientBuffer() {
    Tensor buffer = gradient == null ? makeBuffer() : gradient;
    buffer.useRows(value.rows());
    materialize(buffer);
    return buffer;
  }

  private Tensor makeBuffer() {
    if (!requiresGradient) {
      throw new IllegalStateException("this variable requires no gradient: " + this);
    }
    gradient = Tensor.zeros(value.capacity());
    return gradient;
  }

  /** Writes into the buffer what of the gradient is held elsewhere; only parameters do. */
  void materialize(Tensor buffer) {}

  /** Marks the gradient as held, and says whether it was: then a contribution must add to it. */
  final boolean holdGradient() {
    boolean held = gradientHeld;
    gradientHeld = true;
    return held;
  }

  /** Adds 1 to the gradient of a scalar: that of itself. */
  final void addOne() {
    float[] slope = gradientBuffer().data();
    slope[0] = holdGradient() ? slope[0] + 1 : 1;
  }

  /** Where the gradient of a row begins in {@link #rowGradients}, to be asked for before it. */
  int touch(int row) {
    return row * value.columns();
  }

  /** The gradients of the rows that were touched, for a contribution that adds. */
  float[] rowGradients() {
    return gradientToAddTo();
  }

  /** The gradient's elements, for a contribution that adds. */
  final float[] gradientToAddTo() {
    Tensor buffer = gradientBuffer();
    if (!holdGradient()) {
      buffer.fill(0);
    }
    return buffer.data();
  }

  /** The value's shape and first elements, for people. */
  @Override
  public String toString() {
    return value.toString();
  }
}
