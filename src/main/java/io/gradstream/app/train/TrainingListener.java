package io.gradstream.app.train;

import io.gradstream.learn.Learner;
import io.gradstream.pipeline.LearningListener;
import io.gradstream.pipeline.LearningPipeline;
import io.gradstream.pipeline.SampleSource;
import io.gradstream.version.ModelVersion;
import java.util.Optional;

/** Whoever watches a training run, through all its sessions. */
public interface TrainingListener extends LearningListener {
  /**
   * A session begins: the learner stands where its newest version stood.
   *
   * @param source what is about to be read
   * @param pipeline that reads it
   * @param learner that learns from it
   * @param newest that version without its parameters, if there is one
   */
  default void restored(
      SampleSource source,
      LearningPipeline pipeline,
      Learner learner,
      Optional<ModelVersion> newest) {}

  /**
   * Another learner of the name is at work, and this one waits for its place. Told as often as it
   * has been looked for.
   *
   * @param incumbent which one, in words for a person
   */
  default void standingBy(String incumbent) {}

  /** A session is lost, and there will be another one. */
  default void lost() {}
}
