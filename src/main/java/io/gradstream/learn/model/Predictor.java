package io.gradstream.learn.model;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.scale.FeatureScaler;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.ModelDescription;
import io.gradstream.version.ModelVersion;
import java.util.Optional;

/**
 * A published model that answers, and changes nothing by it: samples are scaled by the version's
 * figures, categories looked up in its vocabularies, and nothing is taken in or dropped out.
 *
 * <p>It is built from what the version says of itself. Newer ones are {@linkplain #update taken} in
 * place, also those of a model that was started over with other layers. A sample's prediction is
 * the same to the last bit however many others are in its batch, and to rounding that of the
 * learner, which sums in another order where its batches are small. Not thread-safe; predicting
 * allocates nothing.
 */
public final class Predictor {
  private static final int CAPACITY = 256;

  private LoadedModel model;
  private PredictionGraph graph;
  private FeatureScaler scaler;
  private ModelVersion head;

  /**
   * A predictor of this version.
   *
   * @throws IllegalArgumentException if it says of itself what is not known here, or its tensors
   *     are not those of such a model
   */
  public Predictor(ModelVersion version) {
    this(version, Optional.empty());
  }

  /** The same of a version that may have come in {@code blocks}, and has no parameters then. */
  public Predictor(ModelVersion version, Optional<ModelBlocks> blocks) {
    this(new LoadedModel(version, blocks));
  }

  /** A predictor by a model that others may predict by as well, each on a thread of its own. */
  public Predictor(LoadedModel model) {
    this.model = model;
    this.graph = model.newGraph(CAPACITY);
    this.head = model.head();
    this.scaler = FeatureScaler.read(head.sample());
  }

  /**
   * Answers by this version from now on; where it has another {@linkplain #description schema},
   * samples must be decoded into new batches.
   *
   * @throws IllegalArgumentException as the constructor does; the version before goes on then
   */
  public void update(ModelVersion version) {
    update(version, Optional.empty());
  }

  /** The same of a version that may have come in {@code blocks}, and has no parameters then. */
  public void update(ModelVersion version, Optional<ModelBlocks> blocks) {
    FeatureScaler figures = FeatureScaler.read(version.sample());
    if (ModelDescription.of(version).equals(model.description())) {
      model.load(version, blocks);
    } else {
      model = new LoadedModel(version, blocks);
      graph = model.newGraph(CAPACITY);
    }
    scaler = figures;
    head = model.head();
  }

  /** Answers by what its model has loaded meanwhile. */
  public void refresh() {
    if (model.head() != head) {
      head = model.head();
      scaler = FeatureScaler.read(head.sample());
    }
  }

  /** The version that answers, without its tensors. */
  public ModelVersion version() {
    return head;
  }

  /** The model that it predicts by; shared. */
  public LoadedModel model() {
    return model;
  }

  /** What samples must be, and what is made of them. */
  public ModelDescription description() {
    return model.description();
  }

  /** An empty batch of the version's schema, of as many samples as can be predicted at once. */
  public MiniBatch newBatch() {
    return new MiniBatch(model.description().sample(), CAPACITY);
  }

  /**
   * Predicts samples; their labels and weights are not looked at.
   *
   * @param batch of the version's schema, as {@link #newBatch} gives it, or a smaller one
   * @return {@code [rows, outputs]}: numbers, probabilities of 1, or class probabilities; valid
   *     until the next call
   * @throws IllegalArgumentException if the batch has more samples than {@link #newBatch} has room
   *     for
   */
  public Tensor predict(MiniBatch batch) {
    return graph.predict(batch, scaler);
  }
}
