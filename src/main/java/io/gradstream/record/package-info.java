/**
 * Bytes to samples: what formats of records share, such as the framing of a file and the checks of
 * a text. A format is a package below this one, with one public {@link
 * io.gradstream.record.SampleFormat}; {@code record.format} has the list of them.
 */
@NullMarked
package io.gradstream.record;

import org.jspecify.annotations.NullMarked;
