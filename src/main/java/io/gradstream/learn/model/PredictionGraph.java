package io.gradstream.learn.model;

import io.gradstream.autograd.Graph;
import io.gradstream.autograd.Variable;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.scale.FeatureScaler;
import io.gradstream.nn.Loss;
import io.gradstream.tensor.Kernels;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelDescription;

/**
 * A model that only predicts, recorded once and run for every batch, and the buffers it runs on.
 *
 * <p>The kernels choose the order of a row's sums by how many rows there are, where it stands among
 * them, and whether the buffer goes on behind it. All three are kept from having a say: a batch is
 * filled up to {@linkplain Kernels#wholeRows whole rows}, and the buffers are longer than any
 * batch.
 */
final class PredictionGraph {
  private static final Kernels KERNELS = Kernels.best();
  private final int capacity;
  private final Model model;
  private final Loss loss;
  private final MiniBatch filled;
  private final Tensor features;
  private final Tensor output;
  private final Tensor predictions;
  private final Graph graph;

  /** A graph of a model that answers to this description, for up to so many samples at once. */
  PredictionGraph(ModelDescription description, Model model, int capacity) {
    int rows = KERNELS.wholeRows(capacity);
    this.capacity = capacity;
    this.model = model;
    this.loss = description.loss().build();
    this.filled = new MiniBatch(description.sample(), rows);
    this.features =
        Tensor.zeros(rows + KERNELS.wholeRows(1), description.sample().denseColumns().length);
    features.useRows(0);
    model.sparse().use(filled.sparse(), new int[0]);
    model.module().eval();
    Variable prediction = model.module().forward(Variable.of(features));
    this.output = prediction.value();
    this.predictions = Tensor.zeros(output.capacity());
    this.graph = Graph.of(prediction);
  }

  /**
   * Predicts the batch's samples with these figures; valid until the next call.
   *
   * @throws IllegalArgumentException if they are more than the graph's capacity
   */
  Tensor predict(MiniBatch batch, FeatureScaler scaler) {
    int rows = batch.rows();
    if (rows > capacity) {
      throw new IllegalArgumentException(
          "a batch to predict must have at most %d samples: %d".formatted(capacity, rows));
    }
    if (rows > 0) {
      run(whole(batch), scaler);
    }
    predictions.useRows(rows);
    return predictions;
  }

  private void run(MiniBatch batch, FeatureScaler scaler) {
    scaler.transform(batch, features);
    model.sparse().use(batch.sparse(), model.tables().find(batch));
    graph.forward();
    loss.predict(output, predictions);
    scaler.label().undo(predictions);
  }

  /** The batch, filled up with repetitions of its first sample. */
  private MiniBatch whole(MiniBatch batch) {
    int rows = KERNELS.wholeRows(batch.rows());
    if (rows == batch.rows()) {
      return batch;
    }
    filled.clear();
    for (int row = 0; row < rows; row++) {
      filled.accept(batch, row < batch.rows() ? row : 0);
    }
    return filled;
  }
}
