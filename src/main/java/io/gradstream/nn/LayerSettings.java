package io.gradstream.nn;

import io.gradstream.autograd.Variable;
import java.util.random.RandomGenerator;

/** One layer of a configured model. */
public sealed interface LayerSettings {
  /** The width of this layer's output for an input of this width. */
  default int outputs(int inputs) {
    return inputs;
  }

  /** The layer, for an input of this width. */
  Module build(int inputs, RandomGenerator random);

  /** {@link io.gradstream.nn.Linear}. */
  record Linear(int out, boolean bias) implements LayerSettings {
    /** At least one output. */
    public Linear {
      if (out < 1) {
        throw new IllegalArgumentException("out must be at least 1: " + out);
      }
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

  /** {@link Variable#relu}. */
  record Relu() implements LayerSettings {
    @Override
    public Module build(int inputs, RandomGenerator random) {
      return Variable::relu;
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
    public Module build(int inputs, RandomGenerator random) {
      return Variable::sigmoid;
    }
  }

  /** {@link Variable#logSoftmax}. */
  record LogSoftmax() implements LayerSettings {
    @Override
    public Module build(int inputs, RandomGenerator random) {
      return Variable::logSoftmax;
    }
  }
}
