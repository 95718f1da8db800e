package io.gradstream.learn;

import io.gradstream.data.MiniBatch;
import io.gradstream.learn.metrics.Predictions;
import io.gradstream.nn.Loss;
import io.gradstream.nn.LossSettings;
import io.gradstream.nn.Reduction;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;

/**
 * What one batch gave: its loss and the predictions made before it was learned. One object is
 * reused for all batches, so it is valid until the next one is learned or tried, and its labels and
 * weights are the batch's own: until that is filled anew.
 */
public final class StepResult implements Predictions {
  private final Loss lossFunction;
  private final Tensor output;
  private final Tensor predictions;
  private final Tensor targets;
  private double[] labels = {};
  private double[] weights = {};
  private float loss;

  StepResult(Loss lossFunction, Tensor output, Tensor predictions, Tensor targets) {
    this.lossFunction = lossFunction;
    this.output = output;
    this.predictions = predictions;
    this.targets = targets;
  }

  /** Makes it that of a batch: its labels and weights as they were read, shared. */
  void use(double[] labels, double[] weights) {
    this.labels = labels;
    this.weights = weights;
  }

  void setLoss(float value) {
    loss = value;
  }

  /** Has it be what was given out for the batch's samples earlier, one output a row. */
  void useEarlier(MiniBatch batch, float[][] outputs) {
    use(batch.targets(), batch.weights());
    output.useRows(batch.rows());
    for (int row = 0; row < batch.rows(); row++) {
      System.arraycopy(outputs[row], 0, output.data(), row * output.columns(), output.columns());
    }
    lossFunction.predict(output, predictions);
    double sum = 0;
    for (int row = 0; row < batch.rows(); row++) {
      sum += weight(row) * loss(row);
    }
    boolean isMean = lossFunction.reduction() == Reduction.MEAN;
    setLoss((float) (isMean ? sum / batch.rows() : sum));
  }

  /** What the model gave out for a sample, in numbers of its own. */
  float[] output(int row) {
    int from = row * output.columns();
    return Arrays.copyOfRange(output.data(), from, from + output.columns());
  }

  @Override
  public int rows() {
    return targets.rows();
  }

  /** The batch's loss, reduced as configured, before its step. */
  public float loss() {
    return loss;
  }

  /** One sample's own loss. */
  public float loss(int row) {
    return lossFunction.at(output, targets, row);
  }

  /**
   * The mean over the samples of what any loss can be measured by: the negative logarithm of the
   * probability that was given to a label, or the squared error of a number.
   */
  double standardLoss() {
    double sum = 0;
    for (int row = 0; row < rows(); row++) {
      sum += weight(row) * standardLoss(row);
    }
    return sum / rows();
  }

  private double standardLoss(int row) {
    if (lossFunction instanceof LossSettings kind && kind.target() != LossSettings.Target.NUMBER) {
      return logLoss(row);
    }
    double error = predictions.data()[row] - label(row);
    return error * error;
  }

  @Override
  public Tensor predictions() {
    return predictions;
  }

  @Override
  public double label(int row) {
    return labels[row];
  }

  @Override
  public double weight(int row) {
    return weights[row];
  }

  @Override
  public double score(int row) {
    return output.data()[row];
  }

  @Override
  public double logLoss(int row) {
    return lossFunction.negativeLogLikelihood(output, targets, row);
  }
}
