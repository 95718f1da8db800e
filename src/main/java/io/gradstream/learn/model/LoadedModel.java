package io.gradstream.learn.model;

import io.gradstream.nn.ModelSettings;
import io.gradstream.tensor.Shape;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.ModelDescription;
import io.gradstream.version.ModelVersion;
import java.util.Map;
import java.util.Optional;

/**
 * A published version's parameters and vocabularies, for any number of {@linkplain Predictor
 * predictors}, which may be on several threads. A later version is taken over in place, and costs
 * what is another in it where it came in blocks; while that is done nobody may predict.
 */
public final class LoadedModel {
  private final ModelDescription description;
  private final Model model;
  private ModelVersion head;

  /**
   * The model of a version.
   *
   * @param blocks where its parameters came in blocks; it has none of its own then
   * @throws IllegalArgumentException if it says of itself what is not known here, or its tensors
   *     are not those of such a model
   */
  public LoadedModel(ModelVersion version, Optional<ModelBlocks> blocks) {
    this.description = ModelDescription.of(version);
    this.model = new Model(description.sample(), layers(), 0);
    this.head = version.with(Map.of());
    load(version, blocks);
  }

  /**
   * Takes over another version of the same description.
   *
   * @throws IllegalArgumentException if its tensors are not those of such a model; what was there
   *     stays then
   */
  public void load(ModelVersion version, Optional<ModelBlocks> blocks) {
    blocks.ifPresentOrElse(model::load, () -> model.load(version.parameters()));
    head = version.with(Map.of());
  }

  /** What samples must be, and what is made of them. */
  public ModelDescription description() {
    return description;
  }

  /** The version, without its tensors. */
  public ModelVersion head() {
    return head;
  }

  /** The shape of each tensor by name, in the order of versions. */
  public Map<String, Shape> shapes() {
    return model.shapes();
  }

  /** A graph of its own over this model. */
  PredictionGraph newGraph(int capacity) {
    return new PredictionGraph(description, shared(), capacity);
  }

  /** The same model for whoever runs it on a thread of its own. */
  Model shared() {
    return model.shared(description.sample(), layers());
  }

  private ModelSettings layers() {
    return new ModelSettings(description.layers());
  }
}
