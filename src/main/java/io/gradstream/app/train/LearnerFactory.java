package io.gradstream.app.train;

import io.gradstream.config.Settings;
import io.gradstream.learn.Contest;
import io.gradstream.learn.KeyedLearner;
import io.gradstream.learn.Learner;
import io.gradstream.learn.LearnerSettings;
import io.gradstream.learn.challenge.PromotionSettings;
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
    LearnerSettings base = settings.learner();
    Learner learner = fresh(base);
    if (!settings.challengers().isEmpty() || Contest.isWantedBy(base)) {
      var unused =
          new Contest(
              learner,
              base,
              settings.challengers(),
              settings.promote().orElseGet(PromotionSettings.Manual::new),
              this::fresh);
    }
    settings.perKey().ifPresent(perKey -> new KeyedLearner(learner, perKey));
    return learner;
  }

  /** A model of other layers than the configuration's has no file to start from. */
  private Learner fresh(LearnerSettings own) {
    Learner learner = random(own);
    own.model().initial().ifPresent(file -> new InitialModel(file).startFrom(learner, settings));
    return learner;
  }

  private Learner random(LearnerSettings own) {
    try {
      return new Learner(settings.modelName(), own, settings.largestBatch());
    } catch (ArithmeticException e) {
      throw new UsageException(
          "model.layers must have at most %d parameters each, take fewer columns or outputs: %s"
              .formatted(Integer.MAX_VALUE, e.getMessage()));
    }
  }
}
