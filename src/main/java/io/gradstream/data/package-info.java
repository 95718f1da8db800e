/**
 * What a sample is: its schema, whose values know nothing of what is made from them, and the {@code
 * MiniBatch} that holds decoded rows. Knows no wire format.
 *
 * <p>A feature type is a record that {@link io.gradstream.data.FeatureSettings} permits, a method
 * of {@link io.gradstream.data.FeatureVisitor}, and an encoder in {@code data.encode}.
 */
@NullMarked
package io.gradstream.data;

import org.jspecify.annotations.NullMarked;
