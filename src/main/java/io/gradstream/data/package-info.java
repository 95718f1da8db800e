/**
 * What a sample is: its schema, how its fields become features, running scalers, and the {@code
 * MiniBatch} that holds decoded rows. Knows no wire format.
 *
 * <p>A field type is a record that {@link io.gradstream.data.FeatureSettings} permits and a {@link
 * io.gradstream.data.FieldEncoder} beside it. A wire format offers each value as a {@link
 * io.gradstream.data.FieldValue}, which encoders ask for what they need: so the two can grow apart.
 */
@NullMarked
package io.gradstream.data;

import org.jspecify.annotations.NullMarked;
