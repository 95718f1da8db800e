package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.settings.Bounds;
import io.gradstream.tensor.Kernels;
import io.gradstream.tensor.OuterProduct;
import java.util.Collection;
import java.util.Map;

/**
 * Gradient descent with momentum, as PyTorch's.
 *
 * <pre>
 * d = ∂w + weightDecay · w
 * b = momentum · b + (1 - dampening) · d      (b = d at the first step)
 * w -= learningRate · b                       (d + momentum · b with nesterov)
 * </pre>
 *
 * <p>Nesterov's form after Sutskever et al., "On the importance of initialization and momentum in
 * deep learning", ICML 2013.
 */
public final class Sgd extends SlotOptimizer {
  /**
   * How it is configured.
   *
   * @param learningRate of the first step, before any schedule; at least 0, required
   * @param momentum how much of the step before goes on; at least 0, and 0 unless set
   * @param dampening how much less than a whole gradient goes into the momentum; at least 0 and
   *     below 1, and 0 unless set
   * @param nesterov whether the gradient's way is looked at ahead; wants a momentum and no
   *     dampening, and is not unless set
   * @param weightDecay how much of a weight is added to its gradient; at least 0, and 0 unless set
   */
  public record Settings(
      double learningRate, double momentum, double dampening, boolean nesterov, double weightDecay)
      implements OptimizerSettings {
    /** What the optimizer allows; Nesterov's form needs a momentum and no dampening. */
    public Settings {
      Bounds.notNegative("learningRate", learningRate);
      Bounds.notNegative("momentum", momentum);
      Bounds.fraction("dampening", dampening);
      Bounds.notNegative("weightDecay", weightDecay);
      Bounds.require(
          !nesterov || (momentum > 0 && dampening == 0),
          "nesterov",
          "needs a momentum and no dampening",
          "momentum " + momentum + ", dampening " + dampening);
    }

    /** Plain gradient descent. */
    public Settings(double learningRate) {
      this(learningRate, 0, 0, false, 0);
    }

    @Override
    public boolean isSummable() {
      return momentum == 0;
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      return new Sgd(parameters, this);
    }
  }

  private static final Kernels KERNELS = Kernels.best();
  private final Settings settings;

  /** Plain gradient descent. */
  public Sgd(Collection<Parameter> parameters, double learningRate) {
    this(byName(parameters), new Settings(learningRate));
  }

  /** Gradient descent as {@code settings} say. */
  public Sgd(Map<String, Parameter> parameters, Settings settings) {
    super(parameters, settings.learningRate(), slots(settings));
    this.settings = settings;
  }

  private static String[] slots(Settings settings) {
    return settings.momentum() == 0 ? new String[0] : new String[] {"momentum"};
  }

  @Override
  void update(float[] weights, float[] gradient, float[][] slots, int from, int to, int shift) {
    if (slots.length == 0) {
      descend(weights, gradient, from, to, shift);
    } else {
      descend(weights, gradient, slots[0], from, to, shift);
    }
  }

  @Override
  boolean update(float[] weights, OuterProduct gradient, float[][] slots) {
    if (slots.length > 0) {
      return false;
    }
    KERNELS.descend(weights, gradient, (float) learningRate(), (float) settings.weightDecay());
    return true;
  }

  private void descend(float[] weights, float[] gradient, int from, int to, int shift) {
    float rate = (float) learningRate();
    float decay = (float) settings.weightDecay();
    for (int i = from; i < to; i++) {
      weights[i] -= rate * (gradient[i - shift] + decay * weights[i]);
    }
  }

  private void descend(
      float[] weights, float[] gradient, float[] buffer, int from, int to, int shift) {
    float rate = (float) learningRate();
    float decay = (float) settings.weightDecay();
    float momentum = (float) settings.momentum();
    float keep = steps() == 1 ? 0 : momentum;
    float take = steps() == 1 ? 1 : (float) (1 - settings.dampening());
    float ahead = settings.nesterov() ? 1 : 0;
    float held = settings.nesterov() ? momentum : 1;
    for (int i = from; i < to; i++) {
      float slope = gradient[i - shift] + decay * weights[i];
      buffer[i] = keep * buffer[i] + take * slope;
      weights[i] -= rate * (ahead * slope + held * buffer[i]);
    }
  }
}
