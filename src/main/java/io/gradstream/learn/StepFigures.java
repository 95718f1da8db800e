package io.gradstream.learn;

import io.gradstream.learn.model.ContributionSizes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the newest step was made with, for whoever watches from another thread. The norms of
 * gradients and of the step cost a pass over all of them, so they are taken once each time they
 * were asked for, at the next step.
 */
public final class StepFigures {
  private volatile boolean normWanted = true;
  private volatile double gradientNorm = Double.NaN;
  private volatile double stepNorm = Double.NaN;
  private volatile double learningRate;
  private volatile @Nullable ContributionSizes contributions;

  // The learner's thread alone adds to these and takes them.
  private double lossSum;
  private long losses;

  StepFigures(double learningRate) {
    this.learningRate = learningRate;
  }

  /** The learning rate of the newest step; the optimizer's own before the first. */
  public double learningRate() {
    return learningRate;
  }

  /**
   * The norm of all gradients before clipping, as it was at the first step after the last call; NaN
   * before the first step.
   */
  public double gradientNorm() {
    normWanted = true;
    return gradientNorm;
  }

  /** How far the same step moved the parameters; NaN before the first. */
  public double stepNorm() {
    return stepNorm;
  }

  /**
   * The mean size of what each field adds in the model that is learned now, the largest first, as
   * {@link ContributionSizes} has it; empty before the first sample that is looked at.
   */
  public Map<String, Double> contributions() {
    ContributionSizes current = contributions;
    return current == null ? Map.of() : current.byField();
  }

  /**
   * The mean loss of the steps since the last call; NaN if there was none. On the thread that
   * learns.
   */
  public double drainMeanLoss() {
    double mean = lossSum / losses;
    lossSum = 0;
    losses = 0;
    return mean;
  }

  void contributions(ContributionSizes ofModel) {
    contributions = ofModel;
  }

  void loss(double loss) {
    lossSum += loss;
    losses++;
  }

  boolean isNormWanted() {
    return normWanted;
  }

  void norms(double gradient, double step) {
    gradientNorm = gradient;
    stepNorm = step;
    normWanted = false;
  }

  /** Writes only what has changed: most schedules change it seldom or never. */
  void rate(double rate) {
    if (rate != learningRate) {
      learningRate = rate;
    }
  }
}
