/** The list of formats and their settings: where an input's format is chosen. */
@NullMarked
package io.gradstream.record.format;

import org.jspecify.annotations.NullMarked;
