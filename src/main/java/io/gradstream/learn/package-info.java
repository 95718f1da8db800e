/**
 * The single-threaded learner: a {@code MiniBatch} in, a {@code StepResult} out, and snapshots of
 * what it has learned. The model it teaches, and what predicts with it, are {@code learn.model}.
 */
@NullMarked
package io.gradstream.learn;

import org.jspecify.annotations.NullMarked;
