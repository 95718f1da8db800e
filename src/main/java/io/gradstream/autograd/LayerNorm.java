package io.gradstream.autograd;

import io.gradstream.tensor.Kernels;
import io.gradstream.tensor.Shape;
import java.util.Arrays;

/**
 * {@code y = x̂ · w + b} with {@code x̂ = (x - mean) / √(variance + eps)} within each row.
 *
 * <p>Ba, Kiros and Hinton, "Layer Normalization", 2016.
 */
final class LayerNorm extends Op {
  private static final Kernels KERNELS = Kernels.best();
  private final Node x;
  private final Node weight;
  private final Node bias;
  private final double eps;
  private final float[] normal;
  private final float[] scale;
  private final float[] toNormal;
  private final float[] ones;

  LayerNorm(Node x, Node weight, Node bias, double eps) {
    super(shape(x.capacity(), weight.capacity(), bias.capacity()), x, weight, bias);
    this.x = x;
    this.weight = weight;
    this.bias = bias;
    this.eps = eps;
    this.normal = new float[x.capacity().size()];
    this.scale = new float[x.capacity().extent(0)];
    this.toNormal = new float[x.value().columns()];
    this.ones = new float[toNormal.length];
    Arrays.fill(ones, 1);
  }

  @Override
  void forward() {
    float[] y = outputLike(x).data();
    float[] w = weight.value().data();
    float[] b = bias.value().data();
    int columns = x.value().columns();
    for (int row = 0; row < x.value().rows(); row++) {
      int start = row * columns;
      normalize(row, start, columns);
      for (int i = 0; i < columns; i++) {
        y[start + i] = normal[start + i] * w[i] + b[i];
      }
    }
  }

  private void normalize(int row, int start, int columns) {
    float[] centred = normal;
    subtract(mean(x.value().data(), start, columns), x.value().data(), start, columns);
    // What rounding left of the mean, which is small now and so is known exactly.
    subtract(mean(centred, start, columns), centred, start, columns);
    double squares = KERNELS.dot(centred, start, centred, start, columns);
    float factor = (float) (1 / Math.sqrt(squares / columns + eps));
    for (int i = start; i < start + columns; i++) {
      centred[i] *= factor;
    }
    scale[row] = factor;
  }

  private float mean(float[] elements, int start, int columns) {
    return KERNELS.dot(elements, start, ones, 0, columns) / columns;
  }

  private void subtract(float mean, float[] from, int start, int columns) {
    float[] centred = normal;
    for (int i = start; i < start + columns; i++) {
      centred[i] = from[i] - mean;
    }
  }

  /**
   * {@code ∂x = (d - mean(d) - x̂ · mean(d · x̂)) / √(variance + eps)} where {@code d = ∂y · w}.
   */
  @Override
  void backward() {
    float[] dy = slope();
    int columns = x.value().columns();
    if (bias.requiresGradient()) {
      KERNELS.sumRows(output().gradientBuffer(), bias.gradientToAddTo(), true);
    }
    if (weight.requiresGradient()) {
      toWeight(dy, columns, weight.gradientToAddTo());
    }
    if (x.requiresGradient()) {
      float[] dx = x.gradientToAddTo();
      for (int row = 0; row < x.value().rows(); row++) {
        toInput(row, columns, dy, dx);
      }
    }
  }

  private void toWeight(float[] dy, int columns, float[] dw) {
    float[] normalized = normal;
    for (int start = 0; start < x.value().size(); start += columns) {
      for (int i = 0; i < columns; i++) {
        dw[i] += dy[start + i] * normalized[start + i];
      }
    }
  }

  private void toInput(int row, int columns, float[] dy, float[] dx) {
    int start = row * columns;
    float[] w = weight.value().data();
    float[] normalized = normal;
    float[] slopes = toNormal;
    for (int i = 0; i < columns; i++) {
      slopes[i] = dy[start + i] * w[i];
    }
    float mean = mean(slopes, 0, columns);
    float along = KERNELS.dot(slopes, 0, normalized, start, columns) / columns;
    float factor = scale[row];
    for (int i = 0; i < columns; i++) {
      dx[start + i] += (slopes[i] - mean - normalized[start + i] * along) * factor;
    }
  }

  private static Shape shape(Shape x, Shape weight, Shape bias) {
    boolean fits = x.rank() == 2 && weight.equals(Shape.of(x.extent(1))) && bias.equals(weight);
    if (!fits) {
      throw new IllegalArgumentException(
          "layerNorm needs [rows, n] for a weight and a bias of [n]: "
              + x
              + " for "
              + weight
              + " and "
              + bias);
    }
    return x;
  }
}
