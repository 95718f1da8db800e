package io.gradstream.learn;

import io.gradstream.autograd.Parameter;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes whole models that came in blocks into parameters, slots and vocabularies, in place. */
final class BlockLoading {
  private final Map<String, float[]> targets = new HashMap<>();
  private final Map<String, Shape> shapes = new HashMap<>();

  BlockLoading(
      Map<String, Parameter> parameters, Map<String, Tensor> slots, Vocabularies vocabularies) {
    parameters.forEach(
        (name, parameter) -> add(name, parameter.value().data(), parameter.stateShape()));
    slots.forEach(
        (key, tensor) -> {
          Parameter parameter = State.require(parameters, key.substring(key.indexOf('/') + 1));
          add(key, tensor.data(), parameter.stateShape());
        });
    vocabularies.forEachTensor((key, tensor) -> add(key, tensor.data(), tensor.shape()));
  }

  private void add(String name, float[] elements, Shape shape) {
    targets.put(name, elements);
    shapes.put(name, shape);
  }

  /**
   * @throws IllegalArgumentException if these are not the blocks of such a model
   */
  void load(ModelBlocks blocks) {
    load(blocks.parameters());
    load(blocks.state());
    if (!targets.isEmpty()) {
      throw new IllegalArgumentException("the saved state lacks the blocks of " + targets.keySet());
    }
  }

  private void load(List<BlockSet> sets) {
    for (BlockSet set : sets) {
      for (String tensor : set.tensors()) {
        Shape shape = State.require(shapes, tensor);
        if (!shape.equals(set.blocking().shape())) {
          throw new IllegalArgumentException(
              "%s must have the shape %s: %s".formatted(tensor, shape, set.blocking().shape()));
        }
        set.copyTo(State.require(targets, tensor), tensor);
        targets.remove(tensor);
      }
    }
  }
}
