/**
 * Versions that are kept beyond the newest: which they are and when the next is due. Both follow
 * from the samples and their order alone.
 */
@NullMarked
package io.gradstream.learn.history;

import org.jspecify.annotations.NullMarked;
