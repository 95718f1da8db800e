package io.gradstream.learn.metrics;

import io.gradstream.tensor.Tensor;

/** What was predicted of the samples of a batch before they were learned, and what came true. */
public interface Predictions {
  /** The number of samples. */
  int rows();

  /** Predictions, {@code [rows, outputs]}: numbers, probabilities of 1, or class probabilities. */
  Tensor predictions();

  /** One sample's label, as its record has it: the model learns it as a float32. */
  double label(int row);

  /** How much a sample counts. */
  double weight(int row);

  /** The one output of a sample, which ranks it as its prediction does, and finer. */
  double score(int row);

  /** The negative logarithm of the probability that was given to a sample's label. */
  double logLoss(int row);
}
