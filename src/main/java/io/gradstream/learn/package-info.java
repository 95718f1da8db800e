/**
 * The single-threaded learner: a {@code MiniBatch} in, a {@code StepResult} out, and snapshots of
 * what it has learned; prequential metrics, vocabularies, and the predictor of a version.
 *
 * <p>Vocabularies are here, and not with the schema in {@code data}, because admitting a category
 * changes the model: its row becomes a copy of the row it shared until then. That predicts the same
 * as before, to a consumer too, whose version is older than the admission; and over the flights it
 * learns better than a random row. Their state is made of tensors of float32 that hold whole
 * numbers exactly, so that it goes wherever tensors go: into either format, into blocks of which
 * only those that changed are published, into an exported file and out of it again.
 *
 * <p>A {@code Predictor} is built from a version and from no configuration, and goes on across a
 * model that was started over. What it shares with the learner is {@code Model}.
 */
@NullMarked
package io.gradstream.learn;

import org.jspecify.annotations.NullMarked;
