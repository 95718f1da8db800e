package io.gradstream.config;

import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.kafka.input.InputSettings;
import io.gradstream.learn.BatchSettings;
import io.gradstream.learn.LearnerSettings;
import io.gradstream.nn.LayerSettings;
import io.gradstream.record.format.Format;

/**
 * What keeps a configuration from having a model for each key.
 *
 * @param learner the rest of what is learned
 * @param input where samples come from
 * @param keeps whether versions are kept beyond the newest
 * @param challenged whether others learn beside it
 */
record KeyedFit(LearnerSettings learner, InputSettings input, boolean keeps, boolean challenged) {
  /**
   * Checks that nothing does.
   *
   * @throws IllegalArgumentException if something does, naming the key to change
   */
  void require() {
    SampleSettings sample = learner.sample();
    requireNot("input.features and input.labels must be left out", input.join().isPresent());
    requireNot("input.format must not be float32", input.format() == Format.FLOAT32);
    requireNot("batch.mode must not be full", learner.batch().mode() == BatchSettings.Mode.FULL);
    requireNot("history must be left out", keeps);
    requireNot("challengers must be left out", challenged);
    requireNot("drift must be left out", learner.drift().isPresent());
    requireNot("schedule must not follow the loss", !learner.schedule().build().state().isEmpty());
    requireNot("model.layers must have no dropout", hasDropout());
    requireNot("sample.features must have no embedding", !sample.embeddings().isEmpty());
    requireNot("sample must not have scale: robust or bins by values", keepsValues(sample));
  }

  /** Whether the last values of a column are kept, and not only figures of them. */
  private static boolean keepsValues(SampleSettings sample) {
    return sample.features().stream()
            .anyMatch(each -> each.binned().isPresent() || isRobust(each.scale()))
        || sample.label().scale().filter(KeyedFit::isRobust).isPresent();
  }

  private static boolean isRobust(Scale scale) {
    return scale.kind() == Scale.Kind.ROBUST && !scale.isFixed();
  }

  private boolean hasDropout() {
    return learner.model().layers().stream()
        .anyMatch(each -> each instanceof LayerSettings.Dropout);
  }

  private static void requireNot(String rule, boolean isBroken) {
    if (isBroken) {
      throw new IllegalArgumentException(rule + " where perKey has a model for each key");
    }
  }
}
