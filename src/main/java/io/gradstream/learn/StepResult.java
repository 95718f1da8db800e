package io.gradstream.learn;

import io.gradstream.nn.Loss;
import io.gradstream.tensor.Tensor;

/**
 * What one batch gave: its loss and the predictions made before it was learned. One object is
 * reused for all batches, so it is valid until the next one is learned.
 */
public final class StepResult {
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

  /** Makes it that of a batch: its labels and weights as they were read. */
  void use(double[] labels, double[] weights) {
    this.labels = labels;
    this.weights = weights;
  }

  void setLoss(float value) {
    loss = value;
  }

  /** The number of samples. */
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

  /** Predictions, {@code [rows, outputs]}: numbers, probabilities of 1, or class probabilities. */
  public Tensor predictions() {
    return predictions;
  }

  /** One sample's label, as its record has it: the model learns it as a float32. */
  public double label(int row) {
    return labels[row];
  }

  /** How much a sample counts. */
  double weight(int row) {
    return weights[row];
  }

  /** The one output of a sample, which ranks it as its prediction does, and finer. */
  double score(int row) {
    return output.data()[row];
  }

  /** The negative logarithm of the probability that was given to a sample's label. */
  double logLoss(int row) {
    return lossFunction.negativeLogLikelihood(output, targets, row);
  }
}
