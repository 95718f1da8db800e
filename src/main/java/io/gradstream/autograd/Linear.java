package io.gradstream.autograd;

import io.gradstream.tensor.Kernels;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = x · wᵀ + b}, fused: {@code x [rows, in]}, {@code w [out, in]}, {@code b [out]};
 * rectified, {@code y = max(x · wᵀ + b, 0)}.
 */
final class Linear extends Op {
  private static final Kernels KERNELS = Kernels.best();
  private final Node x;
  private final Node weight;
  private final @Nullable Node bias;
  private final boolean rectified;

  Linear(Node x, Node weight, @Nullable Node bias, boolean rectified) {
    super(shape(x, weight, bias), bias == null ? of(x, weight) : of(x, weight, bias));
    this.x = x;
    this.weight = weight;
    this.bias = bias;
    this.rectified = rectified;
  }

  @Override
  void forward() {
    float[] start = bias == null ? null : bias.value().data();
    KERNELS.linear(x.value(), weight.value(), start, rectified, outputLike(x));
  }

  /**
   * {@code ∂x = ∂y · w, ∂w = ∂yᵀ · x, ∂b = the sum of ∂y's rows}, where rectified of those y > 0.
   */
  @Override
  void backward() {
    Tensor slope = output().gradientBuffer();
    if (rectified) {
      float[] dy = slope.data();
      KERNELS.reluSlope(output().value().data(), dy, dy, slope.size(), false);
    }
    if (x.requiresGradient()) {
      KERNELS.matmul(slope, weight.value(), x.gradientBuffer(), x.holdGradient());
    }
    InputRows seen = weight.inputRows();
    if (seen != null) {
      seen.show(x, null, null, output());
    }
    if (weight.requiresGradient() && !isHeldAsOuter(slope)) {
      KERNELS.matmulTransposedA(slope, x.value(), weight.gradientBuffer(), weight.holdGradient());
    }
    if (bias != null && bias.requiresGradient()) {
      KERNELS.sumRows(slope, bias.gradientBuffer().data(), bias.holdGradient());
    }
  }

  @Override
  boolean wantsCurvature() {
    return weight.inputRows() != null;
  }

  private boolean isHeldAsOuter(Tensor slope) {
    return slope.rows() == 1 && weight.holdOuter(slope, x.value());
  }

  private static Node[] of(Node... inputs) {
    return inputs;
  }

  private static Shape shape(Node x, Node weight, @Nullable Node bias) {
    Shape in = x.capacity();
    Shape w = weight.capacity();
    if (in.rank() != 2 || w.rank() != 2 || in.extent(1) != w.extent(1)) {
      throw new IllegalArgumentException(
          "linear needs [rows, in] for a weight of [out, in]: " + in + " for " + w);
    }
    if (bias != null && !bias.capacity().equals(Shape.of(w.extent(0)))) {
      throw new IllegalArgumentException(
          "linear needs a bias of [out] for a weight of [out, in]: "
              + bias.capacity()
              + " for "
              + w);
    }
    return Shape.of(in.extent(0), w.extent(0));
  }
}
