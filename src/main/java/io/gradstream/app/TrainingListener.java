package io.gradstream.app;

import io.gradstream.learn.Learner;
import io.gradstream.pipeline.LearningListener;

/** Whoever watches a training run, through all its sessions. */
interface TrainingListener extends LearningListener {
  /** A session begins: the learner stands where its newest version stood. */
  default void restored(KafkaSession session, Learner learner) {}

  /** A session is lost, and there will be another one. */
  default void lost() {}
}
