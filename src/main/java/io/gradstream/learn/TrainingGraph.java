package io.gradstream.learn;

import io.gradstream.autograd.Graph;
import io.gradstream.autograd.Variable;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.scale.LabelScaler;
import io.gradstream.learn.model.Model;
import io.gradstream.learn.model.TableIds;
import io.gradstream.nn.Loss;
import io.gradstream.nn.Reduction;
import io.gradstream.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A model with its loss, recorded once and run for every batch, and the buffers it runs on. */
final class TrainingGraph {
  private final Tensor features;
  private final Tensor targets;
  private final Tensor weights;
  private final Tensor output;
  private final Tensor scored;
  private final Tensor predictions;
  private final Model model;
  private final boolean predictsApart;
  private final Loss configured;
  private final Loss loss;
  private final Variable objective;
  private final Graph graph;
  private final StepResult result;
  private @Nullable StepResult earlier;
  private double total;

  /**
   * Records the graph.
   *
   * @param empty a batch of the capacity and the schema that all have
   * @param reduction of the gradient; the loss that is told is reduced as configured
   * @param sample that schema
   */
  TrainingGraph(
      Model model, Loss configured, Reduction reduction, MiniBatch empty, SampleSettings sample) {
    this.model = model;
    this.predictsApart = model.module().isDifferentInTraining();
    this.features = Tensor.zeros(empty.capacity(), empty.denseColumns());
    this.targets = Tensor.zeros(empty.capacity(), 1);
    this.weights = Tensor.zeros(empty.capacity(), 1);
    this.configured = configured;
    this.loss = configured.with(reduction);
    use(empty, new int[0]);
    Variable prediction = model.module().forward(Variable.of(features));
    this.output = prediction.value();
    this.scored = predictsApart ? Tensor.zeros(output.capacity()) : output;
    this.predictions = Tensor.zeros(output.capacity());
    Variable target = Variable.of(targets);
    this.objective =
        sample.weight().isPresent()
            ? loss.forward(prediction, target, Variable.of(weights))
            : loss.forward(prediction, target);
    this.graph = Graph.of(objective);
    this.result = new StepResult(configured, scored, predictions, targets);
  }

  /** The features to run on, for the scaler to write. */
  Tensor features() {
    return features;
  }

  /** The labels to learn, for their scaler to write. */
  Tensor targets() {
    return targets;
  }

  /**
   * Predicts from the features and the batch, and gets ready to learn the targets from them.
   *
   * @param ids the rows of tables that the batch's categories have, as {@link TableIds} gives them
   * @param label what the targets were scaled by, and predictions are brought back by
   */
  StepResult forward(MiniBatch batch, int[] ids, LabelScaler label) {
    use(batch, ids);
    result.use(batch.targets(), batch.weights());
    int rows = batch.rows();
    if (predictsApart) {
      model.module().eval();
      predict(rows);
      model.module().train();
      graph.forward();
    } else {
      predict(rows);
    }
    label.undo(predictions);
    return result;
  }

  /** What was predicted of the batch that was last run forward, when its samples came. */
  StepResult earlier(MiniBatch batch, float[][] outputs) {
    StepResult scoredBy = earlier;
    if (scoredBy == null) {
      Tensor given = Tensor.zeros(output.capacity());
      scoredBy = new StepResult(configured, given, Tensor.zeros(output.capacity()), targets);
      earlier = scoredBy;
    }
    scoredBy.useEarlier(batch, outputs);
    return scoredBy;
  }

  private void use(MiniBatch batch, int[] ids) {
    int rows = batch.rows();
    features.useRows(rows);
    targets.useRows(rows);
    weights.useRows(rows);
    for (int row = 0; row < rows; row++) {
      weights.data()[row] = (float) batch.weights()[row];
    }
    model.sparse().use(batch.sparse(), ids);
  }

  private void predict(int rows) {
    graph.forward();
    total = objective.item();
    boolean reducedAlike = loss.reduction() == configured.reduction();
    result.setLoss((float) (reducedAlike ? total : total / configured.divisor(output, targets)));
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

  /**
   * Runs the batch that was last run forward once more, with what the parameters are now, and adds
   * its gradient to theirs; predictions stay as they were.
   *
   * @return the loss, reduced as the gradient is
   */
  double rerun() {
    graph.forward();
    graph.backward();
    return objective.item();
  }

  /** How many samples the batch has that was last run forward. */
  int rows() {
    return features.rows();
  }

  /** The loss of the last prediction, reduced as the gradient is. */
  double total() {
    return total;
  }

  /** What a mean divides the last run's loss by. */
  double count() {
    return loss.count(output, targets);
  }
}
