package io.gradstream.autograd;

import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** {@code y = Σ weight(row) · value(row) / divisor}: a loss fused with its reduction. */
final class RowLoss extends Op {
  private final Node output;
  private final Node target;
  private final @Nullable Node weight;
  private final LossRule rule;
  private double divisor;

  RowLoss(Node output, Node target, @Nullable Node weight, LossRule rule) {
    super(
        scalar(output, target, weight, rule),
        weight == null ? inputs(output, target) : inputs(output, target, weight));
    this.output = output;
    this.target = target;
    this.weight = weight;
    this.rule = rule;
  }

  @Override
  void forward() {
    Tensor outputs = output.value();
    Tensor targets = target.value();
    checkRows("targets", targets);
    double sum = weight == null ? rule.sum(outputs, targets) : weighted(weight.value());
    divisor = rule.divisor(outputs, targets);
    output().value().data()[0] = (float) (sum / divisor);
  }

  private double weighted(Tensor weights) {
    checkRows("weights", weights);
    double sum = 0;
    for (int row = 0; row < weights.rows(); row++) {
      sum += weights.data()[row] * rule.value(output.value(), target.value(), row);
    }
    return sum;
  }

  @Override
  void backward() {
    Tensor outputs = output.value();
    Tensor targets = target.value();
    double scale = slope()[0] / divisor;
    if (output.wantsCurvature()) {
      bend(scale);
    }
    float[] gradient = output.gradientToAddTo();
    if (weight == null) {
      rule.addSlopes(outputs, targets, (float) scale, gradient);
      return;
    }
    float[] weights = weight.value().data();
    for (int row = 0; row < outputs.rows(); row++) {
      rule.addSlope(outputs, targets, row, (float) (weights[row] * scale), gradient);
    }
  }

  private void bend(double scale) {
    Tensor curvature = output.curvatureBuffer();
    curvature.fill(0);
    for (int row = 0; row < curvature.rows(); row++) {
      double own = weight == null ? scale : weight.value().data()[row] * scale;
      rule.addCurvature(output.value(), target.value(), row, (float) own, curvature.data());
    }
  }

  private void checkRows(String what, Tensor tensor) {
    if (tensor.rows() != output.value().rows()) {
      throw new IllegalArgumentException(
          "a loss needs as many %s as outputs: %s and %s"
              .formatted(what, tensor.shape(), output.value().shape()));
    }
  }

  private static Node[] inputs(Node... inputs) {
    return inputs;
  }

  private static Shape scalar(Node output, Node target, @Nullable Node weight, LossRule rule) {
    if (target.requiresGradient() || (weight != null && weight.requiresGradient())) {
      throw new IllegalArgumentException("a loss's target and weight must be constants: " + target);
    }
    rule.check(output.capacity(), target.capacity());
    if (weight != null && !weight.capacity().equals(Shape.of(output.capacity().extent(0), 1))) {
      throw new IllegalArgumentException(
          "a loss's weight must be [rows, 1] for an output of %s: %s"
              .formatted(output.capacity(), weight.capacity()));
    }
    return Shape.of();
  }
}
