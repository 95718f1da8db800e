package io.gradstream.optim;

import java.util.Arrays;
import java.util.Map;

/**
 * How much each of several experts is believed, by the losses that it had: exponential weights with
 * a fixed share (Herbster and Warmuth, "Tracking the Best Expert", Machine Learning 1998).
 *
 * <p>With p₁ the weights to begin with, ℓ the experts' losses over a step's n samples, each a mean,
 * p their weights before it, and V a running variance of one sample's loss under what is mixed of
 * them:
 *
 * <pre>
 * w = p · e^(-n · ℓ / √(2 · V)),  w = w / Σ w
 * p = (1 - share) · w + share · p₁
 * </pre>
 *
 * <p>The divisor makes it independent of the loss's unit, and of whether it is a mean or a sum:
 * where errors are normal and squared, the weights are the probabilities that Bayes' rule gives.
 */
final class ExpertWeights {
  /** The samples over which mean and variance of the loss run. */
  private static final double WINDOW = 1_000;

  /** How many samples what is expected of the variance counts for: twice the squared mean. */
  private static final double EARLY = 10;

  /** By how many spreads of the mixture's loss one is above it that will not come back. */
  private static final double LOST = 1_000;

  /** What of its equal share an expert must be believed for to be in the mixture. */
  private static final double LEAST = 0.1;

  /** As much as all others together. */
  private static final double HALF = 0.5;

  private final double share;
  private final double first;
  private final double[] weights;
  private final double[] sums;
  private double steps;
  private double loss;
  private double variance;
  private double samples;

  /**
   * Weights of so many experts, of which none has shown anything.
   *
   * @param share what is spread with every step
   * @param first what the first expert is believed for to begin with; the others share the rest
   */
  ExpertWeights(int experts, double share, double first) {
    this.share = share;
    this.first = first;
    this.weights = new double[experts];
    this.sums = new double[experts];
    reset();
  }

  /** Believes them as at first. */
  void reset() {
    Arrays.setAll(weights, this::first);
    Arrays.fill(sums, 0);
    steps = 0;
    loss = 0;
    variance = 0;
    samples = 0;
  }

  private double first(int expert) {
    return expert == 0 ? first : (1 - first) / (weights.length - 1);
  }

  /**
   * Believes those more whose loss was small.
   *
   * @param losses of each; made infinite where one is so large that its expert is lost
   * @param mixed that of what is mixed of them
   * @param count how many samples they are means over
   */
  void observe(double[] losses, double mixed, double count) {
    samples = Math.min(samples + count, WINDOW);
    double part = count / samples;
    double error = mixed - loss;
    loss += part * error;
    variance += part * ((1 - part) * count * error * error - variance);
    double spread = spread();
    if (spread > 0) {
      judge(losses, count / spread);
    }
    for (int i = 0; i < losses.length; i++) {
      losses[i] = losses[i] - mixed > LOST * spread ? Double.POSITIVE_INFINITY : losses[i];
    }
    for (int i = 0; i < weights.length; i++) {
      sums[i] += weights[i];
    }
    steps++;
  }

  /** What an expert is believed for. */
  double of(int expert) {
    return weights[expert];
  }

  private double spread() {
    return Math.sqrt(2 * (variance + EARLY / (EARLY + samples) * 2 * loss * loss));
  }

  private void judge(double[] losses, double rate) {
    double least = Double.POSITIVE_INFINITY;
    for (double own : losses) {
      least = Math.min(least, own);
    }
    double sum = 0;
    for (int i = 0; i < weights.length && Double.isFinite(least); i++) {
      double own = weights[i] * Math.exp(-rate * (losses[i] - least));
      weights[i] = Math.max(own, Double.MIN_NORMAL);
      sum += weights[i];
    }
    for (int i = 0; i < weights.length && sum > 0; i++) {
      weights[i] = (1 - share) * weights[i] / sum + share * first(i);
    }
  }

  /**
   * Writes what each has of the mixture: the mean of its weight over the steps since the last call,
   * of which there was one, unless that is next to nothing.
   */
  void drainMixture(double[] into) {
    drainMeans(into);
    double sum = 0;
    for (int i = 0; i < into.length; i++) {
      into[i] = Math.max(0, into[i] - LEAST / into.length);
      sum += into[i];
    }
    for (int i = 0; i < into.length; i++) {
      into[i] /= sum;
    }
  }

  /**
   * Writes a 1 for the one that was believed more than all others together over the steps since the
   * last call, of which there was one, or else for the one that was it so far, and zeros.
   */
  void drainBest(double[] into, int soFar) {
    drainMeans(into);
    int best = soFar;
    for (int i = 0; i < into.length; i++) {
      best = into[i] > HALF ? i : best;
    }
    Arrays.fill(into, 0);
    into[best] = 1;
  }

  private void drainMeans(double[] into) {
    for (int i = 0; i < sums.length; i++) {
      into[i] = sums[i] / steps;
      sums[i] = 0;
    }
    steps = 0;
  }

  /** How many numbers the next weights depend on. */
  int numberCount() {
    return 2 * weights.length + 4;
  }

  /** Copies them. */
  void copyNumbers(double[] into, int at) {
    System.arraycopy(weights, 0, into, at, weights.length);
    System.arraycopy(sums, 0, into, at + weights.length, sums.length);
    int rest = at + 2 * weights.length;
    into[rest] = steps;
    into[rest + 1] = loss;
    into[rest + 2] = variance;
    into[rest + 3] = samples;
  }

  /** Takes up what was copied. */
  void takeNumbers(double[] from, int at) {
    System.arraycopy(from, at, weights, 0, weights.length);
    System.arraycopy(from, at + weights.length, sums, 0, sums.length);
    int rest = at + 2 * weights.length;
    steps = from[rest];
    loss = from[rest + 1];
    variance = from[rest + 2];
    samples = from[rest + 3];
  }

  /** Adds them by name. */
  void save(Map<String, Double> numbers) {
    for (int i = 0; i < weights.length; i++) {
      numbers.put("weight." + i, weights[i]);
      numbers.put("sum." + i, sums[i]);
    }
    numbers.put("steps", steps);
    numbers.put("loss", loss);
    numbers.put("variance", variance);
    numbers.put("samples", samples);
  }

  /** Takes it up again. */
  void load(OptimizerState state) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] = state.number("weight." + i);
      sums[i] = state.number("sum." + i);
    }
    steps = state.number("steps");
    loss = state.number("loss");
    variance = state.number("variance");
    samples = state.number("samples");
  }
}
