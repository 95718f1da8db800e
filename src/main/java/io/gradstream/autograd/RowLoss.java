package io.gradstream.autograd;

import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;

/** {@code y = Σ value(row) / divisor}: a loss fused with its reduction. */
final class RowLoss extends Op {
  private final Variable output;
  private final Variable target;
  private final LossRule rule;

  RowLoss(Variable output, Variable target, LossRule rule) {
    super(scalar(output, target, rule), output, target);
    this.output = output;
    this.target = target;
    this.rule = rule;
  }

  @Override
  void forward() {
    Tensor outputs = output.value();
    Tensor targets = target.value();
    if (outputs.rows() != targets.rows()) {
      throw new IllegalArgumentException(
          "a loss needs as many targets as outputs: "
              + outputs.shape()
              + " and "
              + targets.shape());
    }
    double sum = 0;
    for (int row = 0; row < outputs.rows(); row++) {
      sum += rule.value(outputs, targets, row);
    }
    output().value().data()[0] = (float) (sum / rule.divisor(outputs, targets));
  }

  @Override
  void backward() {
    Tensor outputs = output.value();
    Tensor targets = target.value();
    float scale = (float) (slope()[0] / rule.divisor(outputs, targets));
    float[] gradient = output.addTo();
    for (int row = 0; row < outputs.rows(); row++) {
      rule.addSlope(outputs, targets, row, scale, gradient);
    }
  }

  private static Shape scalar(Variable output, Variable target, LossRule rule) {
    if (target.requiresGradient()) {
      throw new IllegalArgumentException("a loss's target must be a constant: " + target);
    }
    rule.check(output.capacity(), target.capacity());
    return Shape.of();
  }
}
