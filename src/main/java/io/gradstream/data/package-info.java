/**
 * What a sample is: its schema, how its fields become features, running scalers, and the {@code
 * MiniBatch} that holds decoded rows. Knows no wire format.
 *
 * <p>A field type is a record that {@link io.gradstream.data.FeatureSettings} permits and a {@code
 * FieldEncoder} beside it. A wire format finds the fields of a record and offers each value as a
 * {@link io.gradstream.data.FieldValue} to the {@link io.gradstream.data.RecordEncoder}, which asks
 * it for what it needs: so the two can grow apart.
 */
@NullMarked
package io.gradstream.data;

import org.jspecify.annotations.NullMarked;
