package io.gradstream.learn;

/**
 * What the newest step was made with, for whoever watches from another thread. The gradients' norm
 * costs a pass over all of them, so it is taken once each time it was asked for, at the next step.
 */
public final class StepFigures {
  private volatile boolean normWanted = true;
  private volatile double gradientNorm = Double.NaN;
  private volatile double learningRate;

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

  boolean isNormWanted() {
    return normWanted;
  }

  void norm(double norm) {
    gradientNorm = norm;
    normWanted = false;
  }

  /** Writes only what has changed: most schedules change it seldom or never. */
  void rate(double rate) {
    if (rate != learningRate) {
      learningRate = rate;
    }
  }
}
