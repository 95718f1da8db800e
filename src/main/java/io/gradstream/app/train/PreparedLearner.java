package io.gradstream.app.train;

import io.gradstream.learn.Learner;
import io.gradstream.pipeline.join.Join;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import java.util.List;
import java.util.Optional;

/**
 * A learner that stands where the newest version stood, before it reads on.
 *
 * @param learner restored, or new
 * @param newest that version without its parameters, if there is one
 * @param from where it reads on
 * @param join what waits for labels that come later, where they do
 * @param news what there is to say of it, once it does
 */
record PreparedLearner(
    Learner learner,
    Optional<ModelVersion> newest,
    Offsets from,
    Optional<Join> join,
    List<String> news) {}
