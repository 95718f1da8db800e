package io.gradstream.nn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A configured model: its layers, and where its parameters start.
 *
 * @param layers from the input to the output; at least one
 * @param initial a file of parameters to start from, instead of random ones; none unless set
 */
public record ModelSettings(List<LayerSettings> layers, Optional<Path> initial) {
  /** Half of what can be drawn, always: what is drawn around 0 is 0. */
  private static final RandomGenerator HALF = () -> Long.MIN_VALUE;

  /** At least one layer. */
  public ModelSettings {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("layers must have at least one: " + layers);
    }
  }

  /** A model that starts from random parameters. */
  public ModelSettings(List<LayerSettings> layers) {
    this(layers, Optional.empty());
  }

  /**
   * The model for a dense input of this width, its parameters drawn from {@code random}.
   *
   * @throws IllegalArgumentException if a layer does not fit what comes before it
   * @throws ArithmeticException if a layer has more parameters than an {@code int} holds
   */
  public Sequential build(int inputs, RandomGenerator random) {
    return new Sequential(modules(inputs, 0, random));
  }

  /**
   * The model for an input, its parameters drawn from {@code random}.
   *
   * @throws IllegalArgumentException if the input is not dense and the first layer is not linear,
   *     or if a layer does not fit what comes before it
   * @throws ArithmeticException if a layer or a table has more parameters than an {@code int} holds
   */
  public Module build(ModelInput input, RandomGenerator start) {
    RandomGenerator random = isLinear() && input.tables().isEmpty() ? HALF : start;
    if (input.isDense()) {
      return build(input.width(), random);
    }
    LayerSettings.Linear first = requireSparseFirst();
    int[] columns = input.columnsWithTables();
    Module sparse =
        new SparseLinear(input.sparse(), input.width(), columns, first.out(), first.bias(), random);
    List<Module> modules = modules(first.out(), 1, random);
    modules.add(0, sparse);
    Module rest = new Sequential(modules);
    return input.tables().isEmpty()
        ? rest
        : new FieldTables(input.tables(), input.sparse(), rest, random);
  }

  /**
   * Whether it is one linear layer, with at most what makes probabilities of its outputs behind it.
   */
  public boolean isLinear() {
    return layers.get(0) instanceof LayerSettings.Linear
        && layers.subList(1, layers.size()).stream().allMatch(LayerSettings::isLink);
  }

  /**
   * The first layer, which must take rows that are mostly zero.
   *
   * @throws IllegalArgumentException if it is not linear
   */
  public LayerSettings.Linear requireSparseFirst() {
    if (layers.get(0) instanceof LayerSettings.Linear linear) {
      return linear;
    }
    throw new IllegalArgumentException(
        "model.layers must begin with a linear layer where features are categorical: "
            + layers.get(0));
  }

  private List<Module> modules(int inputs, int firstLayer, RandomGenerator random) {
    List<Module> modules = new ArrayList<>();
    int width = inputs;
    for (LayerSettings layer : layers.subList(firstLayer, layers.size())) {
      modules.add(layer.build(width, random));
      width = layer.outputs(width);
    }
    return modules;
  }

  /**
   * The width of the model's output for an input of this width.
   *
   * @throws IllegalArgumentException if a layer does not fit what comes before it
   */
  public int outputs(int inputs) {
    int width = inputs;
    for (LayerSettings layer : layers) {
      width = layer.outputs(width);
    }
    return width;
  }
}
