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

  /** {@link io.gradstream.optim.Adamw}. */
  record Adamw(double learningRate, List<Double> betas, double eps, double weightDecay)
      implements OptimizerSettings {
    /** What the optimizer allows. */
    public Adamw {
      Bounds.notNegative("learningRate", learningRate);
      Bounds.notNegative("eps", eps);
      Bounds.notNegative("weightDecay", weightDecay);
      betas = Bounds.betas(betas);
    }

    /** With the defaults. */
    public Adamw(double learningRate) {
      this(learningRate, List.of(0.9, 0.999), 1e-8, 0.01);
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new io.gradstream.optim.Adamw(parameters, this);
    }
  }

  /** {@link io.gradstream.optim.Adamax}. */
  record Adamax(double learningRate, List<Double> betas, double eps, double weightDecay)
      implements OptimizerSettings {
    /** What the optimizer allows. */
    public Adamax {
      Bounds.notNegative("learningRate", learningRate);
      Bounds.notNegative("eps", eps);
      Bounds.notNegative("weightDecay", weightDecay);
      betas = Bounds.betas(betas);
    }

    /** With the defaults. */
    public Adamax(double learningRate) {
      this(learningRate, List.of(0.9, 0.999), 1e-8, 0);
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new io.gradstream.optim.Adamax(parameters, this);
    }
  }

  /** {@link io.gradstream.optim.Nadam}. */
  record Nadam(
      double learningRate, List<Double> betas, double eps, double weightDecay, double momentumDecay)
      implements OptimizerSettings {
    /** What the optimizer allows. */
    public Nadam {
      Bounds.notNegative("learningRate", learningRate);
      Bounds.notNegative("eps", eps);
      Bounds.notNegative("weightDecay", weightDecay);
      Bounds.notNegative("momentumDecay", momentumDecay);
      betas = Bounds.betas(betas);
    }

    /** With the defaults. */
    public Nadam(double learningRate) {
      this(learningRate, List.of(0.9, 0.999), 1e-8, 0, 4e-3);
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new io.gradstream.optim.Nadam(parameters, this);
    }
  }

  /** {@link io.gradstream.optim.Radam}. */
  record Radam(double learningRate, List<Double> betas, double eps, double weightDecay)
      implements OptimizerSettings {
    /** What the optimizer allows. */
    public Radam {
      Bounds.notNegative("learningRate", learningRate);
      Bounds.notNegative("eps", eps);
      Bounds.notNegative("weightDecay", weightDecay);
      betas = Bounds.betas(betas);
    }

    /** With the defaults. */
    public Radam(double learningRate) {
      this(learningRate, List.of(0.9, 0.999), 1e-8, 0);
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new io.gradstream.optim.Radam(parameters, this);
    }
  }

  /** {@link io.gradstream.optim.Adagrad}. */
  record Adagrad(
      double learningRate,
      double learningRateDecay,
      double weightDecay,
      double initialAccumulator,
      double eps)
      implements OptimizerSettings {
    /** What the optimizer allows. */
    public Adagrad {
      Bounds.notNegative("learningRate", learningRate);
      Bounds.notNegative("learningRateDecay", learningRateDecay);
      Bounds.notNegative("weightDecay", weightDecay);
      Bounds.notNegative("initialAccumulator", initialAccumulator);
      Bounds.notNegative("eps", eps);
    }

    /** With the defaults. */
    public Adagrad(double learningRate) {
      this(learningRate, 0, 0, 0, 1e-10);
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new io.gradstream.optim.Adagrad(parameters, this);
    }
  }

  /** {@link io.gradstream.optim.Adadelta}. */
  record Adadelta(double learningRate, double rho, double eps, double weightDecay)
      implements OptimizerSettings {
    /** What the optimizer allows. */
    public Adadelta {
      Bounds.notNegative("learningRate", learningRate);
      Bounds.fraction("rho", rho);
      Bounds.positive("eps", eps);
      Bounds.notNegative("weightDecay", weightDecay);
    }

    /** With the defaults. */
    public Adadelta(double learningRate) {
      this(learningRate, 0.9, 1e-6, 0);
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new io.gradstream.optim.Adadelta(parameters, this);
    }
  }

  /** {@link io.gradstream.optim.Rmsprop}. */
  record Rmsprop(
      double learningRate,
      double alpha,
      double eps,
      double weightDecay,
      double momentum,
      boolean centered)
      implements OptimizerSettings {
    /** What the optimizer allows. */
    public Rmsprop {
      Bounds.notNegative("learningRate", learningRate);
      Bounds.notNegative("weightDecay", weightDecay);
      Bounds.notNegative("momentum", momentum);
      Bounds.fraction("alpha", alpha);
      Bounds.positive("eps", eps);
    }

    /** With the defaults. */
    public Rmsprop(double learningRate) {
      this(learningRate, 0.99, 1e-8, 0, 0, false);
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new io.gradstream.optim.Rmsprop(parameters, this);
    }
  }

  /** {@link io.gradstream.optim.Ftrl}. */
  record Ftrl(double alpha, double beta, double l1, double l2) implements OptimizerSettings {
    /** What the optimizer allows. */
    public Ftrl {
      Bounds.positive("alpha", alpha);
      Bounds.notNegative("beta", beta);
      Bounds.notNegative("l1", l1);
      Bounds.notNegative("l2", l2);
      Bounds.require(beta + l2 > 0, "beta", "or l2 must be positive", beta);
    }

    /** With the defaults. */
    public Ftrl(double alpha) {
      this(alpha, 1, 0, 0);
    }

    @Override
    public double learningRate() {
      return alpha;
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new io.gradstream.optim.Ftrl(parameters, this);
    }
  }

  /** {@link io.gradstream.optim.Cocob}. */
  record Cocob(double alpha) implements OptimizerSettings {
    /** What the optimizer allows. */
    public Cocob {
      Bounds.positive("alpha", alpha);
    }

    /** With the defaults. */
    public Cocob() {
      this(100);
    }

    @Override
    public double learningRate() {
      return 1;
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new io.gradstream.optim.Cocob(parameters, this);
    }
  }

  /** {@link io.gradstream.optim.Dog}. */
  record Dog(double initialDistance) implements OptimizerSettings {
    /** What the optimizer allows. */
    public Dog {
      Bounds.positive("initialDistance", initialDistance);
    }

    /** With the defaults. */
    public Dog() {
      this(1e-4);
    }

    @Override
    public double learningRate() {
      return 1;
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new io.gradstream.optim.Dog(parameters, this);
    }
  }
}
