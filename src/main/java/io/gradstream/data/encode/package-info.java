/**
 * The fields of a record into a row of a {@code MiniBatch}. A format finds the fields and offers
 * each value as a {@link io.gradstream.data.encode.FieldValue} to the {@link
 * io.gradstream.data.encode.RecordEncoder}, which asks it for what it needs: so the two can grow
 * apart. Encoders are made from the schema by one visitor.
 */
@NullMarked
package io.gradstream.data.encode;

import org.jspecify.annotations.NullMarked;
