package io.gradstream.autograd;

import io.gradstream.tensor.Kernels;
import io.gradstream.tensor.Shape;

/**
 * {@code y = x̂ · w + b} with {@code x̂ = (x - mean) / √(variance + eps)} within each row.
 *
 * <p>Ba, Kiros and Hinton, "Layer Normalization", 2016.
 */
final class LayerNorm extends Op {
  private static final Kernels KERNELS = Kernels.best();
  private final Variable x;
  private final Variable weight;
  private final Variable bias;
  private final double eps;
  private final float[] normal;
  private final float[] scale;
  private final float[] toNormal;

  LayerNorm(Variable x, Variable weight, Variable bias, double eps) {
    super(shape(x.capacity(), weight.capacity(), bias.capacity()), x, weight, bias);
    this.x = x;
    this.weight = weight;
    this.bias = bias;
    this.eps = eps;
    this.normal = new float[x.capacity().size()];
    this.scale = new float[x.capacity().extent(0)];
    this.toNormal = new float[x.value().columns()];
  }

  @Override
  void forward() {
    float[] y = outputLike(x).data();
    float[] w = weight.value().data();
    float[] b = bias.value().data();
    int columns = x.value().columns();
    for (int row = 0; row < x.value().rows(); row++) {
      normalize(row, columns);
      for (int i = 0, at = row * columns; i < columns; i++, at++) {
        y[at] = normal[at] * w[i] + b[i];
      }
    }
  }

  private void normalize(int row, int columns) {
    float[] from = x.value().data();
    int start = row * columns;
    double sum = 0;
    for (int i = start; i < start + columns; i++) {
      sum += from[i];
    }
    double mean = sum / columns;
    double squares = 0;
    for (int i = start; i < start + columns; i++) {
      squares += (from[i] - mean) * (from[i] - mean);
    }
    scale[row] = (float) (1 / Math.sqrt(squares / columns + eps));
    for (int i = start; i < start + columns; i++) {
      normal[i] = (float) ((from[i] - mean) * scale[row]);
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
      KERNELS.sumRows(output().gradientBuffer(), bias.addTo(), true);
    }
    if (weight.requiresGradient()) {
      float[] dw = weight.addTo();
      for (int at = 0, i = 0; at < x.value().size(); at++, i = i + 1 == columns ? 0 : i + 1) {
        dw[i] += dy[at] * normal[at];
      }
    }
    if (x.requiresGradient()) {
      float[] dx = x.addTo();
      for (int row = 0; row < x.value().rows(); row++) {
        toInput(row, columns, dy, dx);
      }
    }
  }

  private void toInput(int row, int columns, float[] dy, float[] dx) {
    int start = row * columns;
    double sum = 0;
    for (int i = 0; i < columns; i++) {
      toNormal[i] = dy[start + i] * weight.value().data()[i];
      sum += toNormal[i];
    }
    float mean = (float) (sum / columns);
    float along = KERNELS.dot(toNormal, 0, normal, start, columns) / columns;
    for (int i = 0; i < columns; i++) {
      dx[start + i] += (toNormal[i] - mean - normal[start + i] * along) * scale[row];
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
