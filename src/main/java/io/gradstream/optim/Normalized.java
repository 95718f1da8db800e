package io.gradstream.optim;

import io.gradstream.autograd.InputRows;
import io.gradstream.autograd.Parameter;
import io.gradstream.settings.Bounds;
import java.util.Map;
import java.util.Optional;

/**
 * Normalized adaptive gradient descent for linear models, whose steps do not depend on the units of
 * the features (NAG: Ross, Mineiro and Langford, "Normalized Online Learning", UAI 2013, algorithm
 * 2), each as long as many small ones would be together (Karampatziakis and Langford, "Online
 * Importance Weight Aware Updates", UAI 2011).
 *
 * <p>For each weight, x the values of its column in the rows of a step:
 *
 * <pre>
 * s' = max(s, |x|),  w = w · s / s',  s = s'      (s = 0 at first)
 * N = N + Σ x² / s²,  t = t + 1                   (over all columns; over the rows)
 * G = G + ∂w²
 * d = learningRate · √(t / N) · ∂w / (s · √G)
 * w -= (1 - e^-r) / r · d
 * </pre>
 *
 * <p>r is how many times as far as the lowest point of the parabola that touches the loss the whole
 * step would go. For a squared error of one row that is the paper's closed form: a row of whatever
 * weight takes its output toward the target, and never past it.
 */
public final class Normalized extends LinearOptimizer {
  /**
   * How it is configured.
   *
   * @param learningRate of the first step, before any schedule; at least 0, and 0.5 unless set
   */
  public record Settings(double learningRate) implements OptimizerSettings {
    /** What the optimizer allows. */
    public Settings {
      Bounds.notNegative("learningRate", learningRate);
    }

    /** With the rate that Vowpal Wabbit has. */
    public Settings() {
      this(0.5);
    }

    @Override
    public boolean isForLinearModels() {
      return true;
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new Normalized(parameters, this);
    }
  }

  private static final String SLOT = "squares";
  private static final int SQUARES = 0;
  private static final int SCALE = 1;

  private double rows;
  private double norms;

  /** The optimizer that {@code settings} say, of the parameters of one linear layer. */
  public Normalized(Map<String, Parameter> parameters, Settings settings) {
    super(parameters, settings.learningRate(), SLOT);
  }

  @Override
  public Optional<Precision> precision() {
    return Optional.of(new Precision(SLOT, true));
  }

  @Override
  void observe(InputRows inputs, int row, int entries) {
    rows++;
    norms += ofBias() == null ? 0 : 1;
    for (int entry = 0; entry < entries; entry++) {
      double value = inputs.values()[entry];
      if (value != 0) {
        double share = value / scale(inputs.index(inputs.columns()[entry], 0));
        norms += share * share;
      }
    }
  }

  @Override
  void observe(float[] gradient, float[][] slots, int from, int to, int shift) {
    float[] squares = slots[SQUARES];
    for (int i = from; i < to; i++) {
      squares[i] += gradient[i - shift] * gradient[i - shift];
    }
  }

  @Override
  double direction(float gradient, float[][] slots, int i) {
    float squares = slots[SQUARES][i];
    return squares > 0 ? gradient / (slots[SCALE][i] * Math.sqrt(squares)) : 0;
  }

  @Override
  double share(double slope, double bend) {
    double rate = learningRate() * Math.sqrt(rows / norms);
    double times = rate * bend / slope;
    return times > 0 ? rate * -Math.expm1(-times) / times : rate;
  }

  @Override
  void forget() {
    rows = 0;
    norms = 0;
  }

  @Override
  int ownCount() {
    return 2;
  }

  @Override
  void copyOwn(double[] into, int at) {
    into[at] = rows;
    into[at + 1] = norms;
  }

  @Override
  void takeOwn(double[] from, int at) {
    rows = from[at];
    norms = from[at + 1];
  }

  @Override
  void save(Map<String, Double> numbers) {
    numbers.put("rows", rows);
    numbers.put("norms", norms);
  }

  @Override
  void load(OptimizerState state) {
    rows = state.number("rows");
    norms = state.number("norms");
  }
}
