package io.gradstream.app.train;

import io.gradstream.config.Settings;
import io.gradstream.learn.Learner;

/** New learners as configured. */
public final class Learners {
  private Learners() {}

  /** A learner that has learned nothing, its parameters random or from {@code model.initial}. */
  public static Learner create(Settings settings) {
    Learner learner = random(settings);
    settings
        .model()
        .initial()
        .ifPresent(file -> new InitialModel(file).startFrom(learner, settings));
    return learner;
  }

  private static Learner random(Settings settings) {
    try {
      return new Learner(settings.modelName(), settings.learner());
    } catch (ArithmeticException e) {
      throw new UsageException(
          "model.layers must have at most %d parameters each, take fewer columns or outputs: %s"
              .formatted(Integer.MAX_VALUE, e.getMessage()));
    }
  }
}
