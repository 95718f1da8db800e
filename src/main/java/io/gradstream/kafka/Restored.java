package io.gradstream.kafka;

import io.gradstream.learn.Checkpoint;
import io.gradstream.learn.ModelVersion;

/**
 * A whole learner as it was when its newest version was published.
 *
 * @param version the version
 * @param checkpoint of the same number
 */
public record Restored(ModelVersion version, Checkpoint checkpoint) {}
