/**
 * Which categories have a row of their table to themselves.
 *
 * <p>Vocabularies are with the learner, and not with the schema in {@code data}, because admitting
 * a category changes the model: its row becomes a copy of the row it shared until then. That
 * predicts the same as before, to a consumer too, whose version is older than the admission; and
 * over the flights it learns better than a random row. Their state is made of tensors of float32
 * that hold whole numbers exactly, so that it goes wherever tensors go: into either format, into
 * blocks of which only those that changed are published, into an exported file and out of it again.
 */
@NullMarked
package io.gradstream.learn.vocabulary;

import org.jspecify.annotations.NullMarked;
