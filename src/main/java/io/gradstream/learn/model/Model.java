package io.gradstream.learn.model;

import io.gradstream.autograd.Parameter;
import io.gradstream.autograd.SparseInput;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.vocabulary.Vocabularies;
import io.gradstream.nn.ModelInput;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Module;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.SparseRows;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.NamedState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the tensors of a version stand for: layers with their parameters, the vocabularies, and
 * where both find a batch. A learner changes it, a consumer takes it from one version after the
 * other.
 */
public final class Model {
  private final Module module;
  private final Map<String, Parameter> parameters;
  private final Vocabularies vocabularies;
  private final TableIds tables;
  private final SparseInput sparse;

  /** What was loaded last, while nothing else has changed it. */
  private @Nullable BlockLoading loading;

  /** A model of this schema, its parameters initialised from the seed. */
  public Model(SampleSettings sample, ModelSettings layers, long seed) {
    this(sample, layers, new SplittableRandom(seed), new Vocabularies(sample));
  }

  private Model(
      SampleSettings sample,
      ModelSettings layers,
      RandomGenerator random,
      Vocabularies vocabularies) {
    this.sparse = new SparseInput(new SparseRows(0, sample.width()));
    ModelInput input = new ModelInput(sample.denseColumns(), TableIds.tables(sample), sparse);
    this.module = layers.build(input, random);
    this.parameters = module.namedParameters();
    this.vocabularies = vocabularies;
    this.tables = new TableIds(sample, vocabularies);
  }

  /**
   * The same model for another thread that predicts: parameters and vocabularies are shared, what a
   * batch is written to is not.
   */
  Model shared(SampleSettings sample, ModelSettings layers) {
    Model same = new Model(sample, layers, () -> 0, vocabularies);
    same.parameters.forEach((name, own) -> own.share(NamedState.require(parameters, name)));
    return same;
  }

  /** The layers. */
  public Module module() {
    return module;
  }

  /** The parameters by name. */
  public Map<String, Parameter> parameters() {
    return parameters;
  }

  /** Which categories have a row of a table. */
  public Vocabularies vocabularies() {
    return vocabularies;
  }

  /** Finds the rows of tables that a batch needs. */
  public TableIds tables() {
    return tables;
  }

  /** Where the layers look for the sparse part of a batch. */
  public SparseInput sparse() {
    return sparse;
  }

  /** The shape by name of everything that versions have: parameters, and vocabularies. */
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    parameters.forEach((key, parameter) -> shapes.put(key, parameter.stateShape()));
    vocabularies.publishedTensors().forEach((key, tensor) -> shapes.put(key, tensor.shape()));
    return shapes;
  }

  /** A copy of everything that versions have, by name. */
  public Map<String, Tensor> copy() {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    parameters.forEach((key, parameter) -> copies.put(key, parameter.state()));
    vocabularies.publishedTensors().forEach((key, tensor) -> copies.put(key, tensor.copy()));
    return copies;
  }

  /**
   * Takes over what {@link #copy} gave.
   *
   * @throws IllegalArgumentException if a name or a shape is not the model's, and nothing is taken
   *     then; or if a vocabulary has a category twice
   */
  public void load(Map<String, Tensor> tensors) {
    requireFit(tensors);
    loading = null;
    parameters.forEach((key, parameter) -> parameter.load(NamedState.require(tensors, key)));
    vocabularies.startFrom(tensors);
  }

  private void requireFit(Map<String, Tensor> tensors) {
    Map<String, Shape> shapes = shapes();
    List<String> faults = new ArrayList<>();
    shapes.forEach(
        (name, shape) -> {
          Tensor found = tensors.get(name);
          if (found == null) {
            faults.add("%s %s is missing".formatted(name, shape));
          } else if (!found.shape().equals(shape)) {
            faults.add("%s must have shape %s: %s".formatted(name, shape, found.shape()));
          }
        });
    tensors.forEach(
        (name, tensor) -> {
          if (!shapes.containsKey(name)) {
            faults.add("%s %s is none of the model's".formatted(name, tensor.shape()));
          }
        });
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("parameters do not fit: " + String.join("; ", faults));
    }
  }

  /**
   * Takes over the blocks of a version's tensors.
   *
   * @throws IllegalArgumentException if they are not those of such a model, and nothing is taken
   *     then; or if a vocabulary has a category twice
   */
  public void load(ModelBlocks blocks) {
    BlockLoading goingOn = loading == null ? new BlockLoading(this) : loading;
    loading = goingOn;
    goingOn.load(blocks);
    vocabularies.startFromLoaded();
  }
}
