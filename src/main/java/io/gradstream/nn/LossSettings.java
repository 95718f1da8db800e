package io.gradstream.nn;

import io.gradstream.settings.Words;
import java.util.List;
import java.util.Optional;

/** The configured loss; words and defaults are PyTorch's. */
public sealed interface LossSettings {
  /** How the losses of a batch's elements are reduced. */
  Reduction reduction();

  /** The loss. */
  Loss build();

  /** What it is a loss of; a number unless said otherwise. */
  default Target target() {
    return Target.NUMBER;
  }

  /**
   * Checks that a model ends with a layer that gives what this is a loss of.
   *
   * @throws IllegalArgumentException if it does not, beginning with the key to change
   */
  default void requireBehind(LayerSettings last) {}

  private static IllegalArgumentException refused(
      LayerSettings last, String loss, String layer, String other) {
    return new IllegalArgumentException(
        "model.layers must end with a %s layer where loss is %s: %s; add {type: %s}, or set loss.type to %s"
            .formatted(layer, loss, Words.of(((Record) last).getClass()), layer, other));
  }

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
    public Loss build() {
      return new io.gradstream.nn.Mse(reduction);
    }
  }

  /** {@link io.gradstream.nn.L1}. */
  record L1(Reduction reduction) implements LossSettings {
    /** The mean. */
    public L1() {
      this(Reduction.MEAN);
    }

    @Override
    public Loss build() {
      return new io.gradstream.nn.L1(reduction);
    }
  }

  /** {@link io.gradstream.nn.SmoothL1}. */
  record SmoothL1(double beta, Reduction reduction) implements LossSettings {
    /** What the loss allows. */
    public SmoothL1 {
      var unused = new io.gradstream.nn.SmoothL1(beta, reduction);
    }

    /** The mean. */
    public SmoothL1() {
      this(1, Reduction.MEAN);
    }

    @Override
    public Loss build() {
      return new io.gradstream.nn.SmoothL1(beta, reduction);
    }
  }

  /** {@link io.gradstream.nn.Huber}. */
  record Huber(double delta, Reduction reduction) implements LossSettings {
    /** What the loss allows. */
    public Huber {
      var unused = new io.gradstream.nn.Huber(delta, reduction);
    }

    /** The mean. */
    public Huber() {
      this(1, Reduction.MEAN);
    }

    @Override
    public Loss build() {
      return new io.gradstream.nn.Huber(delta, reduction);
    }
  }

  /** {@link io.gradstream.nn.Bce}. */
  record Bce(Reduction reduction) implements LossSettings {
    /** The mean. */
    public Bce() {
      this(Reduction.MEAN);
    }

    @Override
    public Target target() {
      return Target.PROBABILITY;
    }

    @Override
    public void requireBehind(LayerSettings last) {
      if (!(last instanceof LayerSettings.Sigmoid) && !(last instanceof LayerSettings.Softmax)) {
        throw refused(last, "bce", "sigmoid", "bce_with_logits");
      }
    }

    @Override
    public Loss build() {
      return new io.gradstream.nn.Bce(reduction);
    }
  }

  /** {@link io.gradstream.nn.BceWithLogits}. */
  record BceWithLogits(Optional<Double> posWeight, Reduction reduction) implements LossSettings {
    /** What the loss allows. */
    public BceWithLogits {
      var unused = new io.gradstream.nn.BceWithLogits(posWeight.orElse(1.0), reduction);
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
  record CrossEntropy(
      double labelSmoothing, Optional<List<Double>> classWeights, Reduction reduction)
      implements LossSettings {
    /** What the loss allows. */
    public CrossEntropy {
      var unused = new io.gradstream.nn.CrossEntropy(labelSmoothing, classWeights, reduction);
    }

    /** The mean, without smoothing or weights. */
    public CrossEntropy() {
      this(0, Optional.empty(), Reduction.MEAN);
    }

    @Override
    public Target target() {
      return Target.CLASSES;
    }

    @Override
    public Loss build() {
      return new io.gradstream.nn.CrossEntropy(labelSmoothing, classWeights, reduction);
    }
  }

  /** {@link io.gradstream.nn.Nll}. */
  record Nll(Reduction reduction) implements LossSettings {
    /** The mean. */
    public Nll() {
      this(Reduction.MEAN);
    }

    @Override
    public Target target() {
      return Target.CLASSES;
    }

    @Override
    public void requireBehind(LayerSettings last) {
      if (!(last instanceof LayerSettings.LogSoftmax)) {
        throw refused(last, "nll", "log_softmax", "cross_entropy");
      }
    }

    @Override
    public Loss build() {
      return new io.gradstream.nn.Nll(reduction);
    }
  }

  /** {@link io.gradstream.nn.PoissonNll}. */
  record PoissonNll(Reduction reduction) implements LossSettings {
    /** The mean. */
    public PoissonNll() {
      this(Reduction.MEAN);
    }

    @Override
    public Loss build() {
      return new io.gradstream.nn.PoissonNll(reduction);
    }
  }

  /** {@link io.gradstream.nn.Quantile}. */
  record Quantile(double quantile, Reduction reduction) implements LossSettings {
    /** What the loss allows. */
    public Quantile {
      var unused = new io.gradstream.nn.Quantile(quantile, reduction);
    }

    /** The mean. */
    public Quantile(double quantile) {
      this(quantile, Reduction.MEAN);
    }

    @Override
    public Loss build() {
      return new io.gradstream.nn.Quantile(quantile, reduction);
    }
  }

  /** {@link io.gradstream.nn.Hinge}. */
  record Hinge(Reduction reduction) implements LossSettings {
    /** The mean. */
    public Hinge() {
      this(Reduction.MEAN);
    }

    @Override
    public Target target() {
      return Target.PROBABILITY;
    }

    @Override
    public Loss build() {
      return new io.gradstream.nn.Hinge(reduction);
    }
  }
}
