/** The commands: wiring, lifecycle, progress and summaries, exit codes. */
@NullMarked
package io.gradstream.app;

import org.jspecify.annotations.NullMarked;
