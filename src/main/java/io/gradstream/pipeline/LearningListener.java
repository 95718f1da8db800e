package io.gradstream.pipeline;

import io.gradstream.learn.StepResult;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.version.ModelVersion;

/** Whoever watches a pipeline learn. Called on the learner's thread, between steps: be quick. */
public interface LearningListener {
  /**
   * A batch is about to be learned.
   *
   * @param timestampMs when the last record of the newest chunk that ends with it or before it was
   *     written, in ms since the epoch; 0 where nobody knows
   */
  default void learning(long timestampMs) {}

  /** A batch was predicted and learned; the result is valid until the call returns. */
  default void learned(StepResult result) {}

  /** A record could not be learned and becomes a dead letter. */
  default void rejected(DeadLetter deadLetter) {}

  /** A rejected record is one too many of its second: it is not published, and only counted. */
  default void unpublished(DeadLetter deadLetter) {}

  /** So many samples weigh nothing and are not learned. */
  default void passedOver(int samples) {}

  /** A version is public. Called on the publishing thread. */
  default void published(ModelVersion version) {}
}
