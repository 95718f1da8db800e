package io.gradstream.autograd;

import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A variable as operations know it: elements, their gradient, and the operation that made them.
 *
 * <p>It makes no operation, as {@link Variable} does: so those stand on this alone, and none of
 * them on the others.
 */
abstract class Node {
  private Tensor value;
  private final @Nullable Op maker;
  private final boolean requiresGradient;
  private @Nullable Tensor gradient;
  private @Nullable Tensor curvature;
  private boolean gradientHeld;

  Node(Tensor value, @Nullable Op maker, boolean requiresGradient) {
    this.value = value;
    this.maker = maker;
    this.requiresGradient = requiresGradient;
  }

  /** The elements, shared: an operation's are overwritten when its graph runs again. */
  public final Tensor value() {
    return value;
  }

  /** Has these elements from now on, for operations that are made from it later. */
  final void setValue(Tensor other) {
    value = other;
  }

  /** Whether a backward pass computes a gradient for this variable. */
  public final boolean requiresGradient() {
    return requiresGradient;
  }

  final @Nullable Op maker() {
    return maker;
  }

  final Shape capacity() {
    return value.capacity();
  }

  /**
   * Whether the buffer holds a gradient: since the last zeroing a backward pass has brought
   * something, or somebody has asked for what there is, which was zeros.
   */
  final boolean holdsGradient() {
    return gradientHeld;
  }

  /** Forgets the gradient; the next contribution overwrites the buffer instead of adding to it. */
  final void dropGradient() {
    gradientHeld = false;
  }

  /**
   * The gradient's elements, for a contribution that overwrites unless one is held already.
   *
   * @throws IllegalStateException if this variable requires no gradient
   */
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

  /** Whether what made it has a use for the second derivatives of a loss by its elements. */
  final boolean wantsCurvature() {
    return maker != null && maker.wantsCurvature();
  }

  /** The second derivatives of the loss that reads it, to be overwritten by that. */
  final Tensor curvatureBuffer() {
    Tensor buffer = curvature == null ? Tensor.zeros(value.capacity()) : curvature;
    curvature = buffer;
    buffer.useRows(value.rows());
    return buffer;
  }

  /** What the last loss wrote there; null if none has. */
  final @Nullable Tensor curvature() {
    return curvature;
  }

  /** The rows that a weight is multiplied by, if somebody looks at them; only parameters have. */
  @Nullable InputRows inputRows() {
    return null;
  }

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

  /** The gradient's elements, for a contribution that adds. */
  final float[] gradientToAddTo() {
    Tensor buffer = gradientBuffer();
    if (!holdGradient()) {
      buffer.fill(0);
    }
    return buffer.data();
  }

  /** Takes {@code aᵀ · b} as the gradient, if it can and there is none yet; says whether it did. */
  boolean holdOuter(Tensor a, Tensor b) {
    return false;
  }

  /** Writes into the buffer what of the gradient is held elsewhere; only parameters do. */
  void materialize(Tensor buffer) {}

  /** The gradients by rows where they are kept so, as a sparse parameter's are; else null. */
  @Nullable RowGradients sparseGradients() {
    return null;
  }

  /** Where the gradient of a row begins in {@link #rowGradients}, to be asked for before it. */
  int touch(int row) {
    return row * value.columns();
  }

  /** The gradients of the rows that were touched, for a contribution that adds. */
  float[] rowGradients() {
    return gradientToAddTo();
  }
}
