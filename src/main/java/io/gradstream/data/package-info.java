/**
 * What a sample is: its schema, how its fields become features, running scalers, and the {@code
 * MiniBatch} that holds decoded rows. Knows no wire format.
 */
@NullMarked
package io.gradstream.data;

import org.jspecify.annotations.NullMarked;
