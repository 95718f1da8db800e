package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.settings.Bounds;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Adam with Nesterov's momentum (Dozat, ICLR workshop 2016), as PyTorch's.
 *
 * <pre>
 * d = ∂w + weightDecay · w
 * m = β₁ · m + (1 - β₁) · d
 * v = β₂ · v + (1 - β₂) · d²
 * w -= learningRate · ((1 - μₖ) / (1 - Πμ) · d + μₖ₊₁ / (1 - Πμ · μₖ₊₁) · m) / (√v̂ + eps)
 * </pre>
 *
 * where {@code μₖ = β₁ · (1 - 0.96^(k · momentumDecay) / 2)}, Πμ is the product of those to k, and
 * {@code v̂ = v / (1 - β₂ᵏ)}: the paper's, and PyTorch's from 2.0 on; 1.13 has μₖ twice in the
 * product that corrects m.
 */
public final class Nadam extends SlotOptimizer {
  /**
   * How it is configured.
   *
   * @param learningRate of the first step, before any schedule; at least 0, required
   * @param betas how much the running means of the gradient and of its square keep of themselves at
   *     a step; two, each at least 0 and below 1, and 0.9 and 0.999 unless set
   * @param eps added to a denominator, so that it is not 0; at least 0, and 1e-8 unless set
   * @param weightDecay how much of a weight is added to its gradient; at least 0, and 0 unless set
   * @param momentumDecay how fast the momentum comes up to its full size; at least 0, and 0.004
   *     unless set
   */
  public record Settings(
      double learningRate, List<Double> betas, double eps, double weightDecay, double momentumDecay)
      implements OptimizerSettings {
    /** What the optimizer allows. */
    public Settings {
      Bounds.notNegative("learningRate", learningRate);
      Bounds.notNegative("eps", eps);
      Bounds.notNegative("weightDecay", weightDecay);
      Bounds.notNegative("momentumDecay", momentumDecay);
      betas = requireBetas(betas);
    }

    /** With the defaults. */
    public Settings(double learningRate) {
      this(learningRate, List.of(0.9, 0.999), 1e-8, 0, 4e-3);
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new Nadam(parameters, this);
    }
  }

  private final Settings settings;
  private double momentum;
  private double product = 1;

  /** With PyTorch's defaults. */
  public Nadam(Collection<Parameter> parameters, double learningRate) {
    this(byName(parameters), new Settings(learningRate));
  }

  /** The optimizer that {@code settings} say. */
  public Nadam(Map<String, Parameter> parameters, Settings settings) {
    super(parameters, settings.learningRate(), "mean", "square");
    this.settings = settings;
  }

  @Override
  void prepare() {
    momentum = momentumOf(steps());
    product *= momentum;
  }

  @Override
  void update(float[] weights, float[] gradient, float[][] slots, int from, int to, int shift) {
    float[] mean = slots[0];
    float[] square = slots[1];
    double next = momentumOf(steps() + 1);
    float keepMean = settings.betas().get(0).floatValue();
    float keepSquare = settings.betas().get(1).floatValue();
    float takeMean = (float) (1 - settings.betas().get(0));
    float takeSquare = (float) (1 - settings.betas().get(1));
    float scale = (float) (1 / Math.sqrt(1 - Math.pow(settings.betas().get(1), steps())));
    float ofSlope = (float) (learningRate() * (1 - momentum) / (1 - product));
    float ofMean = (float) (learningRate() * next / (1 - product * next));
    float eps = (float) settings.eps();
    float decay = (float) settings.weightDecay();
    for (int i = from; i < to; i++) {
      float slope = gradient[i - shift] + decay * weights[i];
      mean[i] = flush(keepMean * mean[i] + takeMean * slope);
      square[i] = flush(keepSquare * square[i] + takeSquare * slope * slope);
      float root = (float) Math.sqrt(square[i]) * scale + eps;
      weights[i] -= (ofSlope * slope + ofMean * mean[i]) / root;
    }
  }

  private double momentumOf(long step) {
    double decay = Math.pow(0.96, step * settings.momentumDecay());
    return settings.betas().get(0) * (1 - 0.5 * decay);
  }

  @Override
  void forget() {
    product = 1;
  }

  @Override
  int ownCount() {
    return 1;
  }

  @Override
  void copyOwn(double[] into, int at) {
    into[at] = product;
  }

  @Override
  void takeOwn(double[] from, int at) {
    product = from[at];
  }

  @Override
  void save(Map<String, Double> numbers) {
    numbers.put("momentumProduct", product);
  }

  @Override
  void load(OptimizerState state) {
    product = state.number("momentumProduct");
  }
}
