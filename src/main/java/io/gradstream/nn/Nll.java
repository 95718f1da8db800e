package io.gradstream.nn;

import io.gradstream.tensor.Tensor;

/**
 * The negative log-likelihood of a class {@code t} under log-probabilities x: {@code -x[t]}.
 *
 * @param reduction how the losses of rows become one number; their mean unless set
 */
public record Nll(Reduction reduction) implements ClassLoss, LossSettings {
  private static final LastLayer LAST = new LastLayer("nll", "log_softmax", "cross_entropy");

  /** The mean over rows. */
  public Nll() {
    this(Reduction.MEAN);
  }

  @Override
  public Target target() {
    return Target.CLASSES;
  }

  @Override
  public void requireBehind(LayerSettings last) {
    boolean fits = last instanceof LayerSettings.LogSoftmax;
    LAST.require(fits, last);
  }

  @Override
  public boolean isCurved() {
    return false;
  }

  @Override
  public double value(Tensor output, Tensor target, int row) {
    return -output.data()[row * output.columns() + label(output, target, row)];
  }

  @Override
  public double negativeLogLikelihood(Tensor output, Tensor target, int row) {
    return value(output, target, row);
  }

  @Override
  public void addSlope(Tensor output, Tensor target, int row, float scale, float[] gradient) {
    gradient[row * output.columns() + label(output, target, row)] -= scale;
  }

  /** Nothing: it is a line. */
  @Override
  public void addCurvature(Tensor output, Tensor target, int row, float scale, float[] curvature) {}

  @Override
  public void predict(Tensor output, Tensor into) {
    into.useRows(output.rows());
    for (int i = 0; i < output.size(); i++) {
      into.data()[i] = (float) Math.exp(output.data()[i]);
    }
  }

  @Override
  public Loss with(Reduction reduction) {
    return new Nll(reduction);
  }
}
