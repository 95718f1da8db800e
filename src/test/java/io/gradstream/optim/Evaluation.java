package io.gradstream.optim;

import io.gradstream.autograd.Variable;
import java.util.function.Supplier;

/** Evaluates a loss over one sample, for an optimizer's steps. */
final class Evaluation implements Optimizer.Closure {
  private final Optimizer optimizer;
  private final Supplier<Variable> forward;
  private double loss;

  /** One of the loss that a pass forward gives. */
  Evaluation(Optimizer optimizer, Supplier<Variable> forward) {
    this.optimizer = optimizer;
    this.forward = forward;
  }

  /** Evaluates the loss and takes a step; whether more has changed than what has a gradient. */
  boolean step() {
    return step(() -> {});
  }

  /** The same, with something done in between. */
  boolean step(Runnable between) {
    loss = evaluate();
    between.run();
    return optimizer.step(this);
  }

  @Override
  public double evaluate() {
    Variable output = forward.get();
    optimizer.zeroGrad();
    output.backward();
    return output.item();
  }

  /** The loss before the newest step. */
  @Override
  public double loss() {
    return loss;
  }

  @Override
  public int samples() {
    return 1;
  }
}
