package io.gradstream.jmh;

import io.gradstream.tensor.Kernels;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Steps written out by hand for one model each, without a graph: what the core is held to. */
final class HandFused {
  private static final Kernels KERNELS = Kernels.best();
  private static final float RATE = 0.001f;

  private HandFused() {}

  /** The step of a workload; those that are not written out have none. */
  static Runnable step(Workload workload, int batch) {
    return switch (workload) {
      case LINEAR_10 -> new LinearStep(10, batch);
      case MLP_64_SGD -> batch == 1 ? new MlpSampleStep() : new MlpBatchStep(batch);
      default -> throw new IllegalArgumentException("not written out by hand: " + workload);
    };
  }

  /** Linear regression: prediction, error and slope of a row in one go. */
  private static final class LinearStep implements Runnable {
    private final int inputs;
    private final int rows;
    private final float[] x;
    private final float[] targets;
    private final float[] weights;
    private final float[] slopes;
    private float bias;
    double loss;

    LinearStep(int inputs, int rows) {
      this.inputs = inputs;
      this.rows = rows;
      this.x = random(rows * inputs);
      this.targets = random(rows);
      this.weights = random(inputs);
      this.slopes = new float[inputs];
    }

    @Override
    public void run() {
      if (rows == 1) {
        sample();
      } else {
        batch();
      }
    }

    private void sample() {
      float y = bias;
      for (int i = 0; i < inputs; i++) {
        y += weights[i] * x[i];
      }
      float error = y - targets[0];
      loss = error * error;
      float step = 2 * RATE * error;
      for (int i = 0; i < inputs; i++) {
        weights[i] -= step * x[i];
      }
      bias -= step;
    }

    private void batch() {
      float[] slope = slopes;
      Arrays.fill(slope, 0);
      float biasSlope = 0;
      float total = 0;
      for (int row = 0, at = 0; row < rows; row++, at += inputs) {
        float y = bias;
        for (int i = 0; i < inputs; i++) {
          y += weights[i] * x[at + i];
        }
        float error = y - targets[row];
        total += error * error;
        biasSlope += error;
        for (int i = 0; i < inputs; i++) {
          slope[i] += error * x[at + i];
        }
      }
      loss = total / rows;
      float step = 2 * RATE / rows;
      for (int i = 0; i < inputs; i++) {
        weights[i] -= step * slope[i];
      }
      bias -= step * biasSlope;
    }
  }

  /** A sample through 64-128-64-1, each weight changed as soon as it has served. */
  private static final class MlpSampleStep implements Runnable {
    private final float[] x = random(64);
    private final float target = 1;
    private final float[] w1 = random(128 * 64);
    private final float[] b1 = new float[128];
    private final float[] w2 = random(64 * 128);
    private final float[] b2 = new float[64];
    private final float[] w3 = random(64);
    private float b3;
    private final float[] h1 = new float[128];
    private final float[] h2 = new float[64];
    private final float[] d1 = new float[128];
    double loss;

    @Override
    public void run() {
      for (int i = 0; i < 128; i++) {
        h1[i] = Math.max(b1[i] + KERNELS.dot(w1, i * 64, x, 0, 64), 0);
      }
      for (int i = 0; i < 64; i++) {
        h2[i] = Math.max(b2[i] + KERNELS.dot(w2, i * 128, h1, 0, 128), 0);
      }
      float error = b3 + KERNELS.dot(w3, 0, h2, 0, 64) - target;
      loss = error * error;
      backward(2 * error);
    }

    private void backward(float slope) {
      Arrays.fill(d1, 0);
      b3 -= RATE * slope;
      for (int i = 0; i < 64; i++) {
        float d2 = h2[i] > 0 ? slope * w3[i] : 0;
        w3[i] -= RATE * slope * h2[i];
        if (d2 != 0) {
          KERNELS.axpy(d2, w2, i * 128, d1, 0, 128);
          KERNELS.axpy(-RATE * d2, h1, 0, w2, i * 128, 128);
          b2[i] -= RATE * d2;
        }
      }
      for (int i = 0; i < 128; i++) {
        if (h1[i] > 0) {
          KERNELS.axpy(-RATE * d1[i], x, 0, w1, i * 64, 64);
          b1[i] -= RATE * d1[i];
        }
      }
    }
  }

  /** A batch through 64-128-64-1: the products are the house's, what is between them fused. */
  private static final class MlpBatchStep implements Runnable {
    private final int rows;
    private final Tensor x;
    private final float[] targets;
    private final Layer first;
    private final Layer second;
    private final Layer third;
    double loss;

    MlpBatchStep(int rows) {
      this.rows = rows;
      this.x = Tensor.wrap(random(rows * 64), Shape.of(rows, 64));
      this.targets = random(rows);
      this.first = new Layer(64, 128, rows);
      this.second = new Layer(128, 64, rows);
      this.third = new Layer(64, 1, rows);
    }

    @Override
    public void run() {
      first.forward(x, true);
      second.forward(first.y, true);
      third.forward(second.y, false);
      float total = 0;
      for (int row = 0; row < rows; row++) {
        float error = third.y.data()[row] - targets[row];
        total += error * error;
        third.dy.data()[row] = 2 * error / rows;
      }
      loss = total / rows;
      KERNELS.matmul(third.dy, third.w, second.dy, false);
      third.descend(second.y);
      second.closeDead();
      KERNELS.matmul(second.dy, second.w, first.dy, false);
      second.descend(first.y);
      first.closeDead();
      first.descend(x);
    }
  }

  /** A linear layer, its rectifier and its step. */
  private static final class Layer {
    private final Tensor w;
    private final Tensor dw;
    private final float[] b;
    private final float[] db;
    private final Tensor y;
    private final Tensor dy;

    Layer(int in, int out, int rows) {
      this.w = Tensor.wrap(random(in * out), Shape.of(out, in));
      this.dw = Tensor.zeros(out, in);
      this.b = new float[out];
      this.db = new float[out];
      this.y = Tensor.zeros(rows, out);
      this.dy = Tensor.zeros(rows, out);
    }

    void forward(Tensor x, boolean rectified) {
      KERNELS.matmulTransposedB(x, w, y, false);
      float[] out = y.data();
      int n = b.length;
      for (int at = 0; at < out.length; at += n) {
        for (int i = 0; i < n; i++) {
          float sum = out[at + i] + b[i];
          out[at + i] = rectified ? Math.max(sum, 0) : sum;
        }
      }
    }

    void closeDead() {
      float[] out = y.data();
      float[] slope = dy.data();
      for (int i = 0; i < out.length; i++) {
        slope[i] = out[i] > 0 ? slope[i] : 0;
      }
    }

    void descend(Tensor x) {
      KERNELS.matmulTransposedA(dy, x, dw, false);
      KERNELS.sumRows(dy, db, false);
      for (int i = 0; i < w.size(); i++) {
        w.data()[i] -= RATE * dw.data()[i];
      }
      for (int i = 0; i < b.length; i++) {
        b[i] -= RATE * db[i];
      }
    }
  }

  private static float[] random(int size) {
    SplittableRandom random = new SplittableRandom(size);
    float[] elements = new float[size];
    for (int i = 0; i < size; i++) {
      elements[i] = (float) random.nextDouble(-0.1, 0.1);
    }
    return elements;
  }
}
