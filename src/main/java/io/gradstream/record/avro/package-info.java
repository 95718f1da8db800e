/** Samples that are Avro records, with a configured schema or a registry's. */
@NullMarked
package io.gradstream.record.avro;

import org.jspecify.annotations.NullMarked;
