package io.gradstream.nn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A configured model: its layers, and where its parameters start.
 *
 * @param layers from the input to the output
 * @param initial a file of parameters to start from, instead of random ones
 */
public record ModelSettings(List<LayerSettings> layers, Optional<Path> initial) {
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

  /** The model for an input of this width, its parameters drawn from {@code random}. */
  public Sequential build(int inputs, RandomGenerator random) {
    List<Module> modules = new ArrayList<>();
    int width = inputs;
    for (LayerSettings layer : layers) {
      modules.add(layer.build(width, random));
      width = layer.outputs(width);
    }
    return new Sequential(modules);
  }

  /** The width of the model's output for an input of this width. */
  public int outputs(int inputs) {
    int width = inputs;
    for (LayerSettings layer : layers) {
      width = layer.outputs(width);
    }
    return width;
  }
}
