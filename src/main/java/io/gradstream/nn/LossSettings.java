package io.gradstream.nn;

import io.gradstream.settings.ChosenByType;

/**
 * A loss that can be configured, its own settings; words and defaults are PyTorch's where it has
 * the loss.
 */
public interface LossSettings extends Loss, ChosenByType {
  /** The loss. */
  default Loss build() {
    return this;
  }

  /** Whether it has a curvature anywhere; it has unless it is made of lines. */
  default boolean isCurved() {
    return true;
  }

  /** What it is a loss of; a number unless said otherwise. */
  default Target target() {
    return Target.NUMBER;
  }

  /** Whether what is predicted is the model's output itself, in the units of the target. */
  default boolean predictsOutput() {
    return target() == Target.NUMBER;
  }

  /**
   * Checks that a model ends with a layer that gives what this is a loss of.
   *
   * @throws IllegalArgumentException if it does not, beginning with the key to change
   */
  default void requireBehind(LayerSettings last) {}

  /** What a model is to say about a sample. */
  enum Target {
    /** A number, from one output. */
    NUMBER,
    /** The probability of yes, from one output. */
    PROBABILITY,
    /** The probability of every class, from an output each. */
    CLASSES
  }
}
