package io.gradstream.learn.merge;

import io.gradstream.tensor.Tensor;
import io.gradstream.version.RowPatch;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Nesterov momentum over the changes that rounds make of a model, once a round of the log.
 *
 * <p>With {@code Δ} what merging a round has added to an array, {@code m ← μ·m + Δ}, and the array
 * becomes what it was {@code + η·(Δ + μ·m)}: DiLoCo (Douillard et al., "DiLoCo: Distributed
 * Low-Communication Training of Language Models", 2023), whose outer gradient is {@code -Δ}. An
 * array of which a round tells single elements only takes them as they are, and its momentum waits.
 */
public final class OuterOptimizer {
  private final float learningRate;
  private final float momentum;
  private final Map<String, Tensor> velocities = new TreeMap<>();

  /** An optimizer that has seen no change. */
  public OuterOptimizer(OuterSettings settings) {
    this.learningRate = (float) settings.learningRate();
    this.momentum = (float) settings.momentum();
  }

  /**
   * Merges a round's patch into a parameter, which it changes in place, and takes the outer step.
   *
   * @param merge changes elements in place by the patch
   */
  public void apply(String name, RowPatch patch, Tensor parameter, Consumer<float[]> merge) {
    float[] elements = parameter.data();
    if (patch.columns() < elements.length) {
      merge.accept(elements);
      return;
    }
    float[] before = elements.clone();
    merge.accept(elements);
    step(before, elements, velocity(name, parameter));
  }

  private float[] velocity(String name, Tensor like) {
    return velocities.computeIfAbsent(name, absent -> Tensor.zeros(like.shape())).data();
  }

  private void step(float[] before, float[] elements, float[] velocity) {
    for (int i = 0; i < elements.length; i++) {
      float change = elements[i] - before[i];
      velocity[i] = momentum * velocity[i] + change;
      elements[i] = before[i] + learningRate * (change + momentum * velocity[i]);
    }
  }

  /** The momentum of each parameter that has some, by name, in copies. */
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new TreeMap<>();
    velocities.forEach((name, velocity) -> state.put(name, velocity.copy()));
    return state;
  }

  /** Goes on from what {@link #state} has told, which is copied; from nothing where it is empty. */
  public void restore(Map<String, Tensor> state) {
    velocities.clear();
    state.forEach((name, velocity) -> velocities.put(name, velocity.copy()));
  }
}
