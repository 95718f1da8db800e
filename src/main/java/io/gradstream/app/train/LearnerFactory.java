package io.gradstream.app.train;

import io.gradstream.config.Settings;
import io.gradstream.learn.Learner;
import java.util.function.Supplier;

/** Makes learners as configured. */
public record LearnerFactory(Settings settings) implements Supplier<Learner> {
  /**
   * A learner that has learned nothing, its parameters random or from {@code model.initial}.
   *
   * @throws UsageException if it cannot be made, or that file cannot be read or does not fit
   */
  @Override
  public Learner get() {
    Learner learner = random();
    settings
        .model()
        .initial()
        .ifPresent(file -> new InitialModel(file).startFrom(learner, settings));
    return learner;
  }

  private Learner random() {
    try {
      return new Learner(settings.modelName(), settings.learner(), settings.largestBatch());
    } catch (ArithmeticException e) {
      throw new UsageException(
          "model.layers must have at most %d parameters each, take fewer columns or outputs: %s"
              .formatted(Integer.MAX_VALUE, e.getMessage()));
    }
  }
}
