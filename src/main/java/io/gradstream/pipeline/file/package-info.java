/**
 * Files as sources of samples: one, one after the other, or several in the order of their samples'
 * times.
 */
@NullMarked
package io.gradstream.pipeline.file;

import org.jspecify.annotations.NullMarked;
