package io.gradstream.nn;

import io.gradstream.autograd.Variable;
import io.gradstream.settings.Bounds;
import java.util.random.RandomGenerator;

/**
 * One layer of a configured model: it takes {@code [rows, inputs]} to {@code [rows, outputs]}, and
 * all but linear and embedding keep the width. Words and defaults are PyTorch's.
 */
public sealed interface LayerSettings {
  /**
   * The width of this layer's output for an input of this width.
   *
   * @throws IllegalArgumentException if the layer does not fit such an input
   */
  default int outputs(int inputs) {
    return inputs;
  }

  /** Whether all it does is to make probabilities, or their logarithms, of its inputs. */
  default boolean isLink() {
    return false;
  }

  /**
   * The layer, for an input of this width.
   *
   * @param random what its parameters, if it has any that start at random, are drawn from, or the
   *     seed of its dropout
   */
  Module build(int inputs, RandomGenerator random);

  /**
   * {@link io.gradstream.nn.Linear}.
   *
   * @param out the width of its output, at least 1
   * @param bias whether something is added that does not depend on the input; it is unless set
   */
  record Linear(int out, boolean bias) implements LayerSettings {
    /** At least one output. */
    public Linear {
      Bounds.atLeastOne("out", out);
    }

    /** With a bias. */
    public Linear(int out) {
      this(out, true);
    }

    @Override
    public int outputs(int inputs) {
      return out;
    }

    @Override
    public Module build(int inputs, RandomGenerator random) {
      return new io.gradstream.nn.Linear(inputs, out, bias, random);
    }
  }

  /** {@link io.gradstream.nn.Relu}. */
  record Relu() implements LayerSettings {
    @Override
    public Module build(int inputs, RandomGenerator random) {
      return new io.gradstream.nn.Relu();
    }
  }

  /**
   * {@link Variable#leakyRelu}.
   *
   * @param negativeSlope what a negative number is multiplied by, any finite number; 0.01 unless
   *     set
   */
  record LeakyRelu(double negativeSlope) implements LayerSettings {
    /** A finite slope. */
    public LeakyRelu {
      Bounds.finite("negativeSlope", negativeSlope);
    }

    /** With PyTorch's default. */
    public LeakyRelu() {
      this(0.01);
    }

    @Override
    public Module build(int inputs, RandomGenerator random) {
      return input -> input.leakyRelu(negativeSlope);
    }
  }

  /**
   * {@link Variable#elu}.
   *
   * @param alpha how far below 0 a very negative number comes, any finite number; 1 unless set
   */
  record Elu(double alpha) implements LayerSettings {
    /** A finite alpha. */
    public Elu {
      Bounds.finite("alpha", alpha);
    }

    /** With PyTorch's default. */
    public Elu() {
      this(1);
    }

    @Override
    public Module build(int inputs, RandomGenerator random) {
      return input -> input.elu(alpha);
    }
  }

  /** {@link Variable#gelu}. */
  record Gelu() implements LayerSettings {
    @Override
    public Module build(int inputs, RandomGenerator random) {
      return Variable::gelu;
    }
  }

  /** {@link Variable#silu}. */
  record Silu() implements LayerSettings {
    @Override
    public Module build(int inputs, RandomGenerator random) {
      return Variable::silu;
    }
  }

  /**
   * {@link Variable#softplus}.
   *
   * @param beta how sharp its bend is, above 0; 1 unless set
   */
  record Softplus(double beta) implements LayerSettings {
    /** A positive beta. */
    public Softplus {
      Bounds.positive("beta", beta);
    }

    /** With PyTorch's default. */
    public Softplus() {
      this(1);
    }

    @Override
    public Module build(int inputs, RandomGenerator random) {
      return input -> input.softplus(beta);
    }
  }

  /** {@link Variable#tanh}. */
  record Tanh() implements LayerSettings {
    @Override
    public Module build(int inputs, RandomGenerator random) {
      return Variable::tanh;
    }
  }

  /** {@link Variable#sigmoid}. */
  record Sigmoid() implements LayerSettings {
    @Override
    public boolean isLink() {
      return true;
    }

    @Override
    public Module build(int inputs, RandomGenerator random) {
      return Variable::sigmoid;
    }
  }

  /** {@link Variable#logSoftmax}. */
  record LogSoftmax() implements LayerSettings {
    @Override
    public boolean isLink() {
      return true;
    }

    @Override
    public Module build(int inputs, RandomGenerator random) {
      return Variable::logSoftmax;
    }
  }

  /** {@link Variable#softmax}. */
  record Softmax() implements LayerSettings {
    @Override
    public boolean isLink() {
      return true;
    }

    @Override
    public Module build(int inputs, RandomGenerator random) {
      return Variable::softmax;
    }
  }

  /**
   * {@link io.gradstream.nn.LayerNorm}.
   *
   * @param eps added to a row's variance, so that it is not 0; above 0, and 1e-5 unless set
   */
  record LayerNorm(double eps) implements LayerSettings {
    /** A positive eps. */
    public LayerNorm {
      Bounds.positive("eps", eps);
    }

    /** With PyTorch's default. */
    public LayerNorm() {
      this(1e-5);
    }

    @Override
    public Module build(int inputs, RandomGenerator random) {
      return new io.gradstream.nn.LayerNorm(inputs, eps);
    }
  }

  /**
   * {@link io.gradstream.nn.Dropout}.
   *
   * @param probability that an element is dropped while learning; at least 0 and below 1, and 0.5
   *     unless set
   */
  record Dropout(double probability) implements LayerSettings {
    /** A probability below 1. */
    public Dropout {
      Bounds.fraction("probability", probability);
    }

    /** With PyTorch's default. */
    public Dropout() {
      this(0.5);
    }

    @Override
    public Module build(int inputs, RandomGenerator random) {
      return new io.gradstream.nn.Dropout(probability, random.nextLong());
    }
  }

  /**
   * {@link io.gradstream.nn.Embedding}.
   *
   * @param entries how many categories there are, numbered from 0; at least 1
   * @param size how many numbers each category's vector has, which take the place of the one
   *     column; at least 1
   * @param column where an input's row has the category's number, counted from 0 and below the
   *     input's width; 0 unless set
   */
  record Embedding(int entries, int size, int column) implements LayerSettings {
    /** At least one entry of at least one number, and no negative column. */
    public Embedding {
      Bounds.atLeastOne("entries", entries);
      Bounds.atLeastOne("size", size);
      Bounds.require(column >= 0, "column", "must not be negative", column);
    }

    /** For the first column. */
    public Embedding(int entries, int size) {
      this(entries, size, 0);
    }

    @Override
    public int outputs(int inputs) {
      if (column >= inputs) {
        throw new IllegalArgumentException(
            "column must be below the %d there are: %d".formatted(inputs, column));
      }
      return inputs - 1 + size;
    }

    @Override
    public Module build(int inputs, RandomGenerator random) {
      return new io.gradstream.nn.Embedding(entries, size, column, random);
    }
  }
}
