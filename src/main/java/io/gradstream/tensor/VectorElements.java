package io.gradstream.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * What is done element by element; the tails do in plain Java exactly what the lanes do. Constants
 * are made inside the loops, which a compiler hoists, so that arrays shorter than a vector make
 * none.
 */
final class VectorElements {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private VectorElements() {}

  static void axpy(float factor, float[] x, int i, float[] y, int j, int n) {
    int k = 0;
    for (; k <= n - LANES; k += LANES) {
      FloatVector factors = FloatVector.broadcast(SPECIES, factor);
      FloatVector step = FloatVector.fromArray(SPECIES, x, i + k);
      step.fma(factors, FloatVector.fromArray(SPECIES, y, j + k)).intoArray(y, j + k);
    }
    for (; k < n; k++) {
      y[j + k] = Math.fma(x[i + k], factor, y[j + k]);
    }
  }

  /** {@code C = aᵀ · b} of two rows. */
  static void outer(Tensor a, Tensor b, Tensor c, boolean add) {
    int n = b.columns();
    for (int row = 0; row < a.columns(); row++) {
      float factor = a.data()[row];
      if (add) {
        axpy(factor, b.data(), 0, c.data(), row * n, n);
      } else {
        scaled(factor, b.data(), c.data(), row * n, n);
      }
    }
  }

  private static void scaled(float factor, float[] x, float[] y, int j, int n) {
    int k = 0;
    for (; k <= n - LANES; k += LANES) {
      FloatVector.fromArray(SPECIES, x, k).mul(factor).intoArray(y, j + k);
    }
    for (; k < n; k++) {
      y[j + k] = factor * x[k];
    }
  }

  /* Compared and blended, here and below: as a branch, half would be foretold wrongly. */
  static void relu(float[] x, int i, float[] y, int j, int n) {
    int k = 0;
    for (; k <= n - LANES; k += LANES) {
      FloatVector zero = FloatVector.zero(SPECIES);
      FloatVector from = FloatVector.fromArray(SPECIES, x, i + k);
      from.blend(zero, from.compare(VectorOperators.LT, 0)).intoArray(y, j + k);
    }
    for (; k < n; k++) {
      y[j + k] = x[i + k] < 0 ? 0 : x[i + k];
    }
  }

  static void step(float[] x, float below, float[] y, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector low = FloatVector.broadcast(SPECIES, below);
      low.blend(1, FloatVector.fromArray(SPECIES, x, i).compare(VectorOperators.GT, 0))
          .intoArray(y, i);
    }
    for (; i < n; i++) {
      y[i] = x[i] > 0 ? 1 : below;
    }
  }

  static void reluSlope(float[] y, float[] dy, float[] dx, int n, boolean add) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector zero = FloatVector.zero(SPECIES);
      FloatVector slope = FloatVector.fromArray(SPECIES, dy, i);
      slope =
          zero.blend(slope, FloatVector.fromArray(SPECIES, y, i).compare(VectorOperators.GT, 0));
      (add ? FloatVector.fromArray(SPECIES, dx, i).add(slope) : slope).intoArray(dx, i);
    }
    for (; i < n; i++) {
      float slope = y[i] > 0 ? dy[i] : 0;
      dx[i] = add ? dx[i] + slope : slope;
    }
  }

  static void descend(float[] weights, float[] left, float[] right, float rate, float decay) {
    int n = right.length;
    for (int row = 0; row < left.length; row++) {
      float factor = left[row];
      int at = row * n;
      int i = 0;
      for (; i <= n - LANES; i += LANES) {
        FloatVector w = FloatVector.fromArray(SPECIES, weights, at + i);
        FloatVector slope = FloatVector.fromArray(SPECIES, right, i).mul(factor);
        w.sub(slope.add(w.mul(decay)).mul(rate)).intoArray(weights, at + i);
      }
      for (; i < n; i++) {
        weights[at + i] -= rate * (factor * right[i] + decay * weights[at + i]);
      }
    }
  }

  static void adam(
      float[] weights,
      float[] gradient,
      float[] mean,
      float[] square,
      AdamStep step,
      int from,
      int to,
      int shift) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector zero = FloatVector.zero(SPECIES);
      FloatVector w = FloatVector.fromArray(SPECIES, weights, i);
      FloatVector slope =
          w.mul(step.decay).add(FloatVector.fromArray(SPECIES, gradient, i - shift));
      FloatVector m =
          FloatVector.fromArray(SPECIES, mean, i).mul(step.keepMean).add(slope.mul(step.takeMean));
      FloatVector v =
          FloatVector.fromArray(SPECIES, square, i)
              .mul(step.keepSquare)
              .add(slope.mul(slope).mul(step.takeSquare));
      m = m.blend(zero, m.abs().compare(VectorOperators.LT, AdamStep.NOTHING));
      v = v.blend(zero, v.compare(VectorOperators.LT, AdamStep.NOTHING));
      m.intoArray(mean, i);
      v.intoArray(square, i);
      FloatVector root = v.sqrt().mul(step.scale).add(step.eps);
      w.mul(step.shrink).sub(m.mul(step.rate).div(root)).intoArray(weights, i);
    }
    for (; i < to; i++) {
      step.updateElement(weights, gradient, mean, square, i, shift);
    }
  }
}
