package io.gradstream.nn;

import io.gradstream.tensor.Tensor;

/**
 * The cross-entropy of a softmax over a row of logits {@code x} against a class {@code t}: {@code
 * log Σ e^x - x[t]}.
 */
public record CrossEntropy(Reduction reduction) implements ClassLoss {
  /** The mean over rows. */
  public CrossEntropy() {
    this(Reduction.MEAN);
  }

  @Override
  public double value(Tensor output, Tensor target, int row) {
    int label = label(output, target, row);
    return logSumExp(output, row) - output.data()[row * output.columns() + label];
  }

  /** {@code softmax(x) - onehot(t)}. */
  @Override
  public void addSlope(Tensor output, Tensor target, int row, float scale, float[] gradient) {
    int start = row * output.columns();
    double normalizer = logSumExp(output, row);
    for (int i = start; i < start + output.columns(); i++) {
      gradient[i] += (float) (scale * Math.exp(output.data()[i] - normalizer));
    }
    gradient[start + label(output, target, row)] -= scale;
  }

  @Override
  public void predict(Tensor output, Tensor into) {
    into.useRows(output.rows());
    for (int row = 0; row < output.rows(); row++) {
      double normalizer = logSumExp(output, row);
      int start = row * output.columns();
      for (int i = start; i < start + output.columns(); i++) {
        into.data()[i] = (float) Math.exp(output.data()[i] - normalizer);
      }
    }
  }

  @Override
  public Loss with(Reduction reduction) {
    return new CrossEntropy(reduction);
  }
}
