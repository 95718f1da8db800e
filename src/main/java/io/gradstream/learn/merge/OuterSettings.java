package io.gradstream.learn.merge;

import io.gradstream.settings.Bounds;

/**
 * How the model of several learners goes along with the changes of rounds, the {@code scale.outer}
 * section: see {@link OuterOptimizer}.
 *
 * @param learningRate what a change is multiplied by; positive, and 0.7 unless set
 * @param momentum what is kept of earlier changes; at least 0 and below 1, and 0.9 unless set
 */
public record OuterSettings(double learningRate, double momentum) {
  /** The values of DiLoCo. */
  public OuterSettings() {
    this(0.7, 0.9);
  }

  /** Checks the bounds. */
  public OuterSettings {
    Bounds.positive("learningRate", learningRate);
    Bounds.fraction("momentum", momentum);
  }

  /** What members must agree on, in words. */
  String rule() {
    return ", outer learningRate %s, momentum %s".formatted(learningRate, momentum);
  }
}
