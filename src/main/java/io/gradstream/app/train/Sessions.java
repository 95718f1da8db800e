package io.gradstream.app.train;

import io.gradstream.config.Settings;
import io.gradstream.kafka.KafkaSessions;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.pipeline.Session;

/** Where a configuration's samples come from and its versions go. */
public final class Sessions {
  private Sessions() {}

  /**
   * The sessions of a learner.
   *
   * @param untilEnd whether a session's samples end with the last that was there at its start; with
   *     passes over all there is they always do
   */
  public static Session.Factory of(Settings settings, boolean untilEnd) {
    return new KafkaSessions(
        settings.kafka(),
        settings.input(),
        settings.topics(),
        settings.modelName(),
        settings.publish().format(),
        untilEnd || settings.batch().mode() == Mode.FULL);
  }
}
