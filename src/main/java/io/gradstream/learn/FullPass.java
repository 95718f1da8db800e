package io.gradstream.learn;

import io.gradstream.autograd.Parameter;
import io.gradstream.nn.Reduction;
import java.util.List;

/** A pass over a bounded input, whose gradient is summed up for one step at its end. */
final class FullPass {
  private final Reduction reduction;
  private boolean open;
  private double count;
  private double loss;

  /** Passes whose loss is reduced so. */
  FullPass(Reduction reduction) {
    this.reduction = reduction;
  }

  /** Begins one, unless one is open; whether it did. */
  boolean begin() {
    if (open) {
      return false;
    }
    open = true;
    count = 0;
    loss = 0;
    return true;
  }

  /** Adds the loss of a batch, and what a mean divides it by. */
  void add(double batchLoss, double batchCount) {
    loss += batchLoss;
    count += batchCount;
  }

  /** Ends the one that is open; whether there was one. */
  boolean end() {
    boolean wasOpen = open;
    open = false;
    return wasOpen;
  }

  /** Brings the gradients of all batches together to that of the pass. */
  void reduce(List<Parameter> parameters) {
    if (reduction == Reduction.MEAN) {
      parameters.forEach(each -> each.scaleGradient((float) (1 / count)));
    }
  }

  /** Its loss, reduced as configured. */
  double loss() {
    return reduction == Reduction.MEAN ? loss / count : loss;
  }
}
