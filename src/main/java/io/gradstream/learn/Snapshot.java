package io.gradstream.learn;

/**
 * A learner at one moment, between two steps: what is published of it and what only it needs.
 *
 * @param version what consumers get
 * @param checkpoint the rest, with the same version number
 */
public record Snapshot(ModelVersion version, Checkpoint checkpoint) {}
