package io.gradstream.nn;

import io.gradstream.settings.Bounds;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * The cross-entropy of a softmax over a row of logits against a class {@code t} of K.
 *
 * <p>With {@code l = -log softmax(x)}, smoothing ε and class weights w (1 unless told): {@code (1 -
 * ε) · w[t] · l[t] + ε/K · Σ w · l}. A mean divides by the sum of {@code w[t]}, as PyTorch's.
 *
 * @param labelSmoothing ε, from 0 to 1 (Szegedy et al., CVPR 2016); 0 unless set
 * @param classWeights w, one for each class and each above 0; none, which is 1 each, unless set
 * @param reduction how the losses of rows become one number; their mean unless set
 */
public record CrossEntropy(
    double labelSmoothing, Optional<List<Double>> classWeights, Reduction reduction)
    implements ClassLoss, LossSettings {
  /** A smoothing from 0 to 1 and positive weights. */
  public CrossEntropy {
    if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
      throw new IllegalArgumentException(
          "labelSmoothing must be between 0 and 1: " + labelSmoothing);
    }
    classWeights = classWeights.map(List::copyOf);
    classWeights.ifPresent(all -> all.forEach(weight -> Bounds.positive("classWeights", weight)));
  }

  /** The mean over rows, without smoothing or weights. */
  public CrossEntropy() {
    this(0, Optional.empty(), Reduction.MEAN);
  }

  @Override
  public Target target() {
    return Target.CLASSES;
  }

  @Override
  public double value(Tensor output, Tensor target, int row) {
    int label = label(output, target, row);
    int start = row * output.columns();
    double normalizer = logSumExp(output, row);
    double sum = (1 - labelSmoothing) * weight(label) * (normalizer - output.data()[start + label]);
    if (labelSmoothing > 0) {
      double each = labelSmoothing / output.columns();
      for (int i = 0; i < output.columns(); i++) {
        sum += each * weight(i) * (normalizer - output.data()[start + i]);
      }
    }
    return sum;
  }

  /** {@code l[t]}. */
  @Override
  public double negativeLogLikelihood(Tensor output, Tensor target, int row) {
    int label = label(output, target, row);
    return logSumExp(output, row) - output.data()[row * output.columns() + label];
  }

  /** {@code a · softmax(x) - b}, b what each class's {@code l} counts in the value, a their sum. */
  @Override
  public void addSlope(Tensor output, Tensor target, int row, float scale, float[] gradient) {
    int label = label(output, target, row);
    int start = row * output.columns();
    double normalizer = logSumExp(output, row);
    double each = labelSmoothing / output.columns();
    double right = (1 - labelSmoothing) * weight(label);
    double all = right + each * sumOfWeights(output.columns());
    for (int i = 0; i < output.columns(); i++) {
      double slope = all * Math.exp(output.data()[start + i] - normalizer) - each * weight(i);
      gradient[start + i] += (float) (scale * slope);
    }
    gradient[start + label] -= (float) (scale * right);
  }

  /**
   * {@code a · softmax(x) · (1 - softmax(x))}, a as in the slope, and at least {@link
   * BceWithLogits#LEAST} of the slope's square.
   */
  @Override
  public void addCurvature(Tensor output, Tensor target, int row, float scale, float[] curvature) {
    int right = label(output, target, row);
    int start = row * output.columns();
    double normalizer = logSumExp(output, row);
    double each = labelSmoothing / output.columns();
    double all = (1 - labelSmoothing) * weight(right) + each * sumOfWeights(output.columns());
    for (int i = 0; i < output.columns(); i++) {
      double share = Math.exp(output.data()[start + i] - normalizer);
      double wanted = each * weight(i) + (i == right ? (1 - labelSmoothing) * weight(i) : 0);
      double slope = all * share - wanted;
      double bend = Math.max(all * share * (1 - share), BceWithLogits.LEAST * slope * slope);
      curvature[start + i] += (float) (scale * bend);
    }
  }

  @Override
  public void check(Shape output, Shape target) {
    ClassLoss.super.check(output, target);
    int classes = output.extent(1);
    if (classWeights.isPresent() && classWeights.get().size() != classes) {
      throw new IllegalArgumentException(
          "classWeights must be %d numbers: %s".formatted(classes, classWeights.get()));
    }
  }

  @Override
  public double count(Tensor output, Tensor target) {
    if (classWeights.isEmpty()) {
      return output.rows();
    }
    double sum = 0;
    for (int row = 0; row < output.rows(); row++) {
      sum += weight(label(output, target, row));
    }
    return sum;
  }

  @Override
  public float at(Tensor output, Tensor target, int row) {
    double divisor = reduction == Reduction.MEAN ? weight(label(output, target, row)) : 1;
    return (float) (value(output, target, row) / divisor);
  }

  @Override
  public void predict(Tensor output, Tensor into) {
    into.useRows(output.rows());
    for (int row = 0; row < output.rows(); row++) {
      double normalizer = logSumExp(output, row);
      int start = row * output.columns();
      for (int i = start; i < start + output.columns(); i++) {
        into.data()[i] = (float) Math.exp(output.data()[i] - normalizer);
      }
    }
  }

  @Override
  public Loss with(Reduction reduction) {
    return new CrossEntropy(labelSmoothing, classWeights, reduction);
  }

  private double weight(int label) {
    return classWeights.isEmpty() ? 1 : classWeights.get().get(label);
  }

  private double sumOfWeights(int classes) {
    double sum = 0;
    for (int label = 0; label < classes; label++) {
      sum += weight(label);
    }
    return sum;
  }
}
