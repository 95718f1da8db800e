/**
 * Labels that come later than their features, on a topic of their own: what waits for its other
 * half, decided by the records alone.
 */
@NullMarked
package io.gradstream.pipeline.join;

import org.jspecify.annotations.NullMarked;
