/**
 * Many models of one configuration, one for each key: which are in memory, what has changed of
 * them, and where those come back from that are not. What becomes of a model does not depend on
 * where it was meanwhile.
 */
@NullMarked
package io.gradstream.learn.keyed;

import org.jspecify.annotations.NullMarked;
