package io.gradstream.optim;

import io.gradstream.autograd.InputRows;
import io.gradstream.autograd.Parameter;
import io.gradstream.settings.Bounds;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Online Newton steps for linear models, which need no learning rate and do not depend on the units
 * of features and targets.
 *
 * <p>For each output, x a row with a 1 for the bias behind it, c the loss's curvature by the output
 * and P a matrix that is {@code prior / x²} on its diagonal at first, of each column's first value
 * but 0:
 *
 * <pre>
 * P = (P⁻¹ + c · x · xᵀ)⁻¹                     (for each row of a step)
 * P = P / forgetting                           (for each row, as far as where it started)
 * w -= learningRate · P · ∂w
 * </pre>
 *
 * <p>With a squared error this is recursive least squares with forgetting (Haykin, Adaptive Filter
 * Theory, chapter 10), with a negative log-likelihood the online Newton step (Hazan, Agarwal and
 * Kale, "Logarithmic regret algorithms for online convex optimization", Machine Learning 2007) with
 * the loss's own curvature, a Kalman filter of the weights. Between outputs nothing is kept.
 */
public final class Newton extends SlotOptimizer {
  /**
   * How it is configured.
   *
   * @param forgetting what a row counts by less with each that follows; above 0 and at most 1.
   *     Unless set it is 0.998 with full matrices, which know few columns well, and 0.999 without
   * @param prior how far weights may be from 0 at first, as the variance of what a column's first
   *     value adds to an output, of columns that are mostly zero a tenth of it; above 0, and 1
   *     unless set
   * @param matrix how much is kept; unless set it is full where that is at most 5,000 numbers for
   *     all outputs together, else diagonal
   */
  public record Settings(Optional<Double> forgetting, double prior, Optional<Matrix> matrix)
      implements OptimizerSettings {
    private static final double OF_FULL = 0.998;
    private static final double OF_DIAGONAL = 0.999;
    private static final int USUAL = 5_000;
    private static final int MOST = 100_000;

    /** What the optimizer allows. */
    public Settings {
      forgetting.ifPresent(Settings::requireShare);
      Bounds.positive("prior", prior);
    }

    /** With the defaults. */
    public Settings() {
      this(Optional.empty(), 1, Optional.empty());
    }

    private static void requireShare(double forgetting) {
      Bounds.require(
          forgetting > 0 && forgetting <= 1,
          "forgetting",
          "must be above 0 and at most 1",
          forgetting);
    }

    @Override
    public double learningRate() {
      return 1;
    }

    @Override
    public boolean isForLinearModels() {
      return true;
    }

    @Override
    public boolean needsCurvature() {
      return true;
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      LinearLayer layer = LinearLayer.of(parameters);
      long numbers = CovarianceFactors.length(layer.columns() + 1L) * layer.outputs();
      Matrix kept = matrix.orElse(numbers <= USUAL ? Matrix.FULL : Matrix.DIAGONAL);
      if (kept == Matrix.DIAGONAL) {
        return new DiagonalNewton(parameters, forgetting.orElse(OF_DIAGONAL), prior);
      }
      Bounds.require(
          numbers <= MOST,
          "optimizer.matrix",
          "must be diagonal where full ones would have more than %d numbers".formatted(MOST),
          numbers);
      return new Newton(parameters, layer, forgetting.orElse(OF_FULL), prior);
    }
  }

  /** How much is kept for an output of n columns. */
  public enum Matrix {
    /** A symmetric matrix of {@code (n + 1)²}; a step takes as long. */
    FULL,
    /** A number for each weight. */
    DIAGONAL
  }

  /** What of the prior a column has that is mostly zero, such as one of a category. */
  static final double RARE = 0.1;

  /** The variance of a weight whose column began with next to nothing: float32 has more. */
  private static final double WIDEST = 1e30;

  private final LinearLayer layer;
  private final double forgetting;
  private final double prior;
  private final float[] variances;
  private final CovarianceFactors covariance;
  private final double[] row;
  private final double[] slope;
  private final double[] step;

  private Newton(
      Map<String, Parameter> parameters, LinearLayer layer, double forgetting, double prior) {
    super(parameters, 1);
    this.layer = layer;
    this.forgetting = forgetting;
    this.prior = prior;
    int size = layer.columns() + 1;
    Tensor packed =
        keep("covariance/layer", Shape.of(layer.outputs(), (int) CovarianceFactors.length(size)));
    this.covariance = new CovarianceFactors(packed, size);
    this.variances = keep("variance/layer", Shape.of(size)).data();
    this.row = new double[size];
    this.slope = new double[size];
    this.step = new double[size];
  }

  @Override
  public boolean isLocal() {
    return false;
  }

  @Override
  void prepare() {
    InputRows inputs = layer.inputs();
    for (int r = 0; r < inputs.rows() && learningRate() > 0; r++) {
      readRow(inputs, r);
      for (int output = 0; output < layer.outputs(); output++) {
        float curvature = inputs.curvature(r, output);
        if (curvature > 0) {
          covariance.add(output, row, curvature);
          covariance.grow(output, 1 / forgetting, variances);
        }
      }
    }
  }

  private void readRow(InputRows inputs, int r) {
    int entries = inputs.read(r);
    Arrays.fill(row, 0);
    for (int entry = 0; entry < entries; entry++) {
      row[inputs.columns()[entry]] += inputs.values()[entry];
    }
    row[layer.columns()] = layer.bias() == null ? 0 : 1;
    for (int entry = 0; entry < entries; entry++) {
      begin(inputs.columns()[entry], entry < inputs.denseEntries() ? prior : prior * RARE);
    }
    begin(layer.columns(), prior);
  }

  private void begin(int column, double variance) {
    if (variances[column] > 0 || row[column] == 0) {
      return;
    }
    double square = row[column] * row[column];
    variances[column] = (float) Math.min(WIDEST, variance / square);
    for (int output = 0; output < layer.outputs(); output++) {
      covariance.variance(output, column, variances[column]);
    }
  }

  @Override
  void update(int index) {
    if (parameter(index) == layer.weight()) {
      for (int output = 0; output < layer.outputs() && learningRate() > 0; output++) {
        readSlope(output);
        covariance.multiply(output, slope, step);
        stepAlong(output);
      }
    }
  }

  private void readSlope(int output) {
    Parameter bias = layer.bias();
    for (int column = 0; column < layer.columns(); column++) {
      int i = layer.inputs().index(column, output);
      slope[column] = variances[column] > 0 ? layer.weight().gradientAt(i) : 0;
    }
    slope[layer.columns()] = bias == null ? 0 : bias.gradientAt(output);
  }

  private void stepAlong(int output) {
    float[] weights = layer.weight().value().data();
    for (int column = 0; column < layer.columns(); column++) {
      if (step[column] != 0) {
        weights[layer.inputs().index(column, output)] -= (float) (learningRate() * step[column]);
      }
    }
    if (layer.bias() != null) {
      layer.bias().value().data()[output] -= (float) (learningRate() * step[layer.columns()]);
    }
  }

  /** Nothing: a weight changes together with all of its output. */
  @Override
  void update(float[] weights, float[] gradient, float[][] slots, int from, int to, int shift) {}
}
