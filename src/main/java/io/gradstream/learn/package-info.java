/**
 * The single-threaded learner: a {@code MiniBatch} in, a {@code StepResult} out; prequential
 * metrics; and the values it leaves behind, {@code ModelVersion} and {@code Checkpoint}.
 */
@NullMarked
package io.gradstream.learn;

import org.jspecify.annotations.NullMarked;
