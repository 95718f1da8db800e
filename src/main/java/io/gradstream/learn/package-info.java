/**
 * The single-threaded learner: a {@code MiniBatch} in, a {@code StepResult} out; prequential
 * metrics; and the values it leaves behind, {@code ModelVersion} and {@code Checkpoint}.
 *
 * <p>Vocabularies are here, and not with the schema in {@code data}, because admitting a category
 * changes the model: its row becomes a copy of the row it shared until then. That predicts the same
 * as before, to a consumer too, whose version is older than the admission; and over the flights it
 * learns better than a random row. Their state is made of tensors of float32 that hold whole
 * numbers exactly, so that it goes wherever tensors go: into either format, into blocks of which
 * only those that changed are published, into an exported file and out of it again.
 *
 * <p>A version says of itself all that a prediction needs, its loss included: without it nobody can
 * tell a logit from a number. So a {@code Predictor} is built from the version and from no
 * configuration, which may have changed since, and goes on across a model that was started over.
 * What it shares with the learner is {@code Model}.
 */
@NullMarked
package io.gradstream.learn;

import org.jspecify.annotations.NullMarked;
