package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import java.util.List;
import java.util.Map;

/** The configured optimizer; words and defaults are PyTorch's. */
public sealed interface OptimizerSettings {
  /** The learning rate of the first step, before any schedule. */
  double learningRate();

  /** The optimizer of these parameters, by name. */
  Optimizer build(Map<String, Parameter> parameters);

  /** {@link io.gradstream.optim.Sgd}. */
  record Sgd(
      double learningRate, double momentum, double dampening, boolean nesterov, double weightDecay)
      implements OptimizerSettings {
    /** Nesterov's form needs a momentum and no dampening. */
    public Sgd {
      Bounds.notNegative("learningRate", learningRate);
      Bounds.notNegative("momentum", momentum);
      Bounds.fraction("dampening", dampening);
      Bounds.notNegative("weightDecay", weightDecay);
      Bounds.require(
          !nesterov || (momentum > 0 && dampening == 0),
          "nesterov",
          "needs a momentum and no dampening",
          "momentum " + momentum + ", dampening " + dampening);
    }

    /** Plain gradient descent. */
    public Sgd(double learningRate) {
      this(learningRate, 0, 0, false, 0);
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new io.gradstream.optim.Sgd(parameters, this);
    }
  }

  /** {@link io.gradstream.optim.Adam}. */
  record Adam(
      double learningRate, List<Double> betas, double eps, double weightDecay, boolean amsgrad)
      implements OptimizerSettings {
    /** Betas from 0 up to 1. */
    public Adam {
      Bounds.notNegative("learningRate", learningRate);
      betas = Bounds.betas(betas);
      Bounds.notNegative("eps", eps);
      Bounds.notNegative("weightDecay", weightDecay);
    }

    /** Adam with the defaults. */
    public Adam(double learningRate) {
      this(learningRate, List.of(0.9, 0.999), 1e-8, 0, false);
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new io.gradstream.optim.Adam(parameters, this);
    }
  }
}
