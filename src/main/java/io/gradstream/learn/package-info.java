/**
 * The single-threaded learner: a {@code MiniBatch} in, a {@code StepResult} out, and snapshots of
 * what it has learned; and the predictor of a version.
 *
 * <p>A {@code Predictor} is built from a version and from no configuration, and goes on across a
 * model that was started over. What it shares with the learner is {@code Model}.
 */
@NullMarked
package io.gradstream.learn;

import org.jspecify.annotations.NullMarked;
