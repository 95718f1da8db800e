package io.gradstream.kafka;

import io.gradstream.version.Checkpoint;
import io.gradstream.version.ModelVersion;
import java.util.function.Function;

/**
 * How what is published is written. Called on the publishing thread.
 *
 * @param version a version as its topic's readers expect it
 * @param checkpoint what only a learner reads
 */
public record Encoders(
    Function<ModelVersion, byte[]> version, Function<Checkpoint, byte[]> checkpoint) {}
