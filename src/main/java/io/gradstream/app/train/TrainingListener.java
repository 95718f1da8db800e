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

  /** A session is lost, and there will be another one. */
  default void lost() {}
}
