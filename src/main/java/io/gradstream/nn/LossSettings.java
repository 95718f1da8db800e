package io.gradstream.nn;

import java.util.Optional;

/** The configured loss. */
public sealed interface LossSettings {
  /** How the losses of a batch's elements are reduced. */
  Reduction reduction();

  /** The loss. */
  Loss build();

  /** What it is a loss of. */
  Target target();

  /** What a model is to say about a sample. */
  enum Target {
    /** A number, from one output. */
    NUMBER,
    /** The probability of yes, from one output. */
    PROBABILITY,
    /** The probability of every class, from an output each. */
    CLASSES
  }

  /** {@link io.gradstream.nn.Mse}. */
  record Mse(Reduction reduction) implements LossSettings {
    /** The mean. */
    public Mse() {
      this(Reduction.MEAN);
    }

    @Override
    public Target target() {
      return Target.NUMBER;
    }

    @Override
    public Loss build() {
      return new io.gradstream.nn.Mse(reduction);
    }
  }

  /** {@link io.gradstream.nn.BceWithLogits}. */
  record BceWithLogits(Optional<Double> posWeight, Reduction reduction) implements LossSettings {
    /** Positives weigh more than nothing. */
    public BceWithLogits {
      posWeight.ifPresent(weight -> new io.gradstream.nn.BceWithLogits(weight, reduction));
    }

    /** The mean, positives weighing as much as negatives. */
    public BceWithLogits() {
      this(Optional.empty(), Reduction.MEAN);
    }

    @Override
    public Target target() {
      return Target.PROBABILITY;
    }

    @Override
    public Loss build() {
      return new io.gradstream.nn.BceWithLogits(posWeight.orElse(1.0), reduction);
    }
  }

  /** {@link io.gradstream.nn.CrossEntropy}. */
  record CrossEntropy(Reduction reduction) implements LossSettings {
    /** The mean. */
    public CrossEntropy() {
      this(Reduction.MEAN);
    }

    @Override
    public Target target() {
      return Target.CLASSES;
    }

    @Override
    public Loss build() {
      return new io.gradstream.nn.CrossEntropy(reduction);
    }
  }
}
