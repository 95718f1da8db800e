/** Samples that are vectors of little-endian float32. */
@NullMarked
package io.gradstream.record.float32;

import org.jspecify.annotations.NullMarked;
