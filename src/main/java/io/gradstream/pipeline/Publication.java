package io.gradstream.pipeline;

import io.gradstream.learn.Checkpoint;
import io.gradstream.learn.ModelVersion;
import java.util.List;

/**
 * What is made public at once, or not at all: a version with the offsets it holds, what the learner
 * needs to resume from it, and the dead letters of that stretch.
 */
public record Publication(
    ModelVersion version, Checkpoint checkpoint, List<DeadLetter> deadLetters) {}
