package io.gradstream.optim;

import io.gradstream.autograd.InputRows;
import io.gradstream.autograd.Parameter;
import java.util.Map;
import java.util.Optional;

/**
 * {@link Newton} with a number for each weight instead of a matrix for all of an output.
 *
 * <p>For each weight, x the value of its column in a row and c the loss's curvature by its output:
 *
 * <pre>
 * s' = max(s, |x|),  w = w · s / s',  s = s'
 * h = max(forgetting · h, x² / prior) + c · x²
 * d = ∂w / h
 * w -= learningRate · d / (1 + bend / slope)
 * </pre>
 *
 * <p>The divisor holds columns that come together back, each of which would otherwise go the whole
 * way: it makes the step that of the parabola's slope where the step ends (an implicit one: Kulis
 * and Bartlett, "Implicit Online Learning", ICML 2010), and so never past its lowest point.
 */
final class DiagonalNewton extends LinearOptimizer {
  private static final String SLOT = "precision";

  private final float forgetting;
  private final double prior;

  DiagonalNewton(Map<String, Parameter> parameters, double forgetting, double prior) {
    super(parameters, 1, SLOT);
    this.forgetting = (float) forgetting;
    this.prior = prior;
  }

  @Override
  public Optional<Precision> precision() {
    return Optional.of(new Precision(SLOT, false));
  }

  @Override
  void observe(InputRows inputs, int row, int entries) {
    float[] bias = ofBias();
    for (int output = 0; output < outputs(); output++) {
      float curvature = inputs.curvature(row, output);
      if (curvature > 0) {
        for (int entry = 0; entry < entries; entry++) {
          int i = inputs.index(inputs.columns()[entry], output);
          double own = entry < inputs.denseEntries() ? prior : prior * Newton.RARE;
          add(ofWeight(), i, inputs.values()[entry], curvature, own);
        }
        if (bias != null) {
          add(bias, output, 1, curvature, prior);
        }
      }
    }
  }

  private void add(float[] precisions, int i, float value, float curvature, double own) {
    double square = (double) value * value;
    if (square > 0) {
      double kept = Math.max(forgetting * precisions[i], square / own);
      precisions[i] = (float) (kept + curvature * square);
    }
  }

  @Override
  double direction(float gradient, float[][] slots, int i) {
    float precision = slots[0][i];
    return precision > 0 ? gradient / precision : 0;
  }

  @Override
  double share(double slope, double bend) {
    return learningRate() / (1 + bend / slope);
  }
}
