/** Samples that are rows of comma-separated values, as RFC 4180 has it. */
@NullMarked
package io.gradstream.record.csv;

import org.jspecify.annotations.NullMarked;
