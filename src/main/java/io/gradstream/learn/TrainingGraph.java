package io.gradstream.learn;

import io.gradstream.autograd.Graph;
import io.gradstream.autograd.Variable;
import io.gradstream.nn.Loss;
import io.gradstream.nn.Module;
import io.gradstream.nn.Reduction;
import io.gradstream.tensor.Tensor;

/** A model with its loss, recorded once and run for every batch, and the buffers it runs on. */
final class TrainingGraph {
  private final Tensor features;
  private final Tensor targets;
  private final Tensor output;
  private final Tensor scored;
  private final Tensor predictions;
  private final Module model;
  private final boolean predictsApart;
  private final Loss loss;
  private final Variable objective;
  private final Graph graph;
  private final StepResult result;

  /**
   * Records the graph.
   *
   * @param width features of a sample
   * @param reduction of the gradient; the loss that is told is reduced as configured
   */
  TrainingGraph(Module model, Loss configured, Reduction reduction, int capacity, int width) {
    this.model = model;
    this.predictsApart = model.isDifferentInTraining();
    this.features = Tensor.zeros(capacity, width);
    this.targets = Tensor.zeros(capacity, 1);
    this.loss = configured.with(reduction);
    Variable prediction = model.forward(Variable.of(features));
    this.output = prediction.value();
    this.scored = predictsApart ? Tensor.zeros(output.capacity()) : output;
    this.predictions = Tensor.zeros(output.capacity());
    this.objective = loss.forward(prediction, Variable.of(targets));
    this.graph = Graph.of(objective);
    this.result = new StepResult(configured, scored, predictions, targets);
  }

  /** The features to run on, for the scaler to write. */
  Tensor features() {
    return features;
  }

  /** Predicts from the features, and gets ready to learn these labels from them. */
  StepResult forward(Tensor labels) {
    targets.useRows(labels.rows());
    System.arraycopy(labels.data(), 0, targets.data(), 0, labels.rows());
    if (predictsApart) {
      model.eval();
      predict(labels.rows());
      model.train();
      graph.forward();
    } else {
      predict(labels.rows());
    }
    return result;
  }

  private void predict(int rows) {
    graph.forward();
    result.setLoss(objective.item());
    if (predictsApart) {
      scored.useRows(rows);
      System.arraycopy(output.data(), 0, scored.data(), 0, output.size());
    }
    predictions.useRows(rows);
    loss.predict(scored, predictions);
  }

  /** Adds the gradient of what was last run forward to the parameters'. */
  void backward() {
    graph.backward();
  }

  /** What a mean divides the last run's loss by. */
  double count() {
    return loss.count(output, targets);
  }
}
