/**
 * What steps have changed of a large model: which rows and blocks, so that a version costs what has
 * changed and not what there is.
 */
@NullMarked
package io.gradstream.learn.tracking;

import org.jspecify.annotations.NullMarked;
