package io.gradstream.nn;

/**
 * The binary cross-entropy of a probability {@code x} against a target {@code t} in 0 to 1: {@code
 * -(t · log x + (1 - t) · log(1 - x))}, the logarithms cut at -100 as PyTorch does.
 *
 * @param reduction how the losses of elements become one number; their mean unless set
 */
public record Bce(Reduction reduction) implements ElementwiseLoss, LossSettings {
  private static final LastLayer LAST = new LastLayer("bce", "sigmoid", "bce_with_logits");

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
    boolean fits = last instanceof LayerSettings.Sigmoid || last instanceof LayerSettings.Softmax;
    LAST.require(fits, last);
  }

  @Override
  public double value(float output, float target) {
    return -(target * log(output) + (1 - target) * log(1 - (double) output));
  }

  @Override
  public double negativeLogLikelihood(float output, float target) {
    return value(output, target);
  }

  /** {@code (x - t) / (x · (1 - x))}, the divisor at least 1e-12 as PyTorch's. */
  @Override
  public double slope(float output, float target) {
    double spread = (1 - (double) output) * output;
    return ((double) output - target) / Math.max(spread, 1e-12);
  }

  /** {@code t / x² + (1 - t) / (1 - x)²}, the divisors at least 1e-12. */
  @Override
  public double curvature(float output, float target) {
    double no = 1 - (double) output;
    double yes = output;
    return target / Math.max(yes * yes, 1e-12) + (1 - target) / Math.max(no * no, 1e-12);
  }

  @Override
  public Loss with(Reduction reduction) {
    return new Bce(reduction);
  }

  private static double log(double probability) {
    return probability > 0 ? Math.max(Math.log(probability), -100) : -100;
  }
}
