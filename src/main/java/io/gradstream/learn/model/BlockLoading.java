package io.gradstream.learn.model;

import io.gradstream.autograd.Parameter;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.BlockSet;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.NamedState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes whole models that came in blocks into parameters, slots and vocabularies, in place: of one
 * behind another only the blocks that are others.
 */
public final class BlockLoading {
  private final Model model;
  private final Map<String, float[]> targets = new HashMap<>();
  private final Map<String, Shape> shapes = new HashMap<>();
  private @Nullable ModelBlocks before;

  /** Into what versions have of a model. */
  public BlockLoading(Model model) {
    this.model = model;
    model
        .parameters()
        .forEach((name, parameter) -> add(name, parameter.value().data(), parameter.stateShape()));
    model.vocabularies().publishedTensors().forEach(this::add);
  }

  /** And into what only its learner needs. */
  public BlockLoading withState(Map<String, Tensor> slots) {
    slots.forEach(
        (key, tensor) -> {
          String name = key.substring(key.indexOf('/') + 1);
          Parameter parameter = NamedState.require(model.parameters(), name);
          add(key, tensor.data(), parameter.stateShape());
        });
    model.vocabularies().state().forEach(this::add);
    return this;
  }

  private void add(String name, Tensor tensor) {
    add(name, tensor.data(), tensor.shape());
  }

  private void add(String name, float[] elements, Shape shape) {
    targets.put(name, elements);
    shapes.put(name, shape);
  }

  /**
   * @throws IllegalArgumentException if these are not the blocks of such a model; nothing is
   *     written then
   */
  public void load(ModelBlocks blocks) {
    Set<String> missing = new TreeSet<>(shapes.keySet());
    forEachTensor(
        blocks,
        (set, tensor) -> {
          Shape shape = NamedState.require(shapes, tensor);
          if (!shape.equals(set.layout().shape())) {
            throw new IllegalArgumentException(
                "%s must have the shape %s: %s".formatted(tensor, shape, set.layout().shape()));
          }
          missing.remove(tensor);
        });
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("the saved state lacks the blocks of " + missing);
    }
    ModelBlocks known = before;
    before = blocks;
    if (known != null && known.isCutLike(blocks)) {
      copyChanges(blocks.parameters(), known.parameters());
      copyChanges(blocks.state(), known.state());
      return;
    }
    forEachTensor(blocks, (set, tensor) -> set.copyTo(NamedState.require(targets, tensor), tensor));
  }

  private void copyChanges(List<BlockSet> sets, List<BlockSet> known) {
    for (int i = 0; i < sets.size(); i++) {
      BlockSet set = sets.get(i);
      BlockSet earlier = known.get(i);
      for (String tensor : set.tensors()) {
        set.copyTo(NamedState.require(targets, tensor), tensor, earlier);
      }
    }
  }

  private static void forEachTensor(ModelBlocks blocks, BiConsumer<BlockSet, String> each) {
    for (List<BlockSet> sets : List.of(blocks.parameters(), blocks.state())) {
      sets.forEach(set -> set.tensors().forEach(tensor -> each.accept(set, tensor)));
    }
  }
}
