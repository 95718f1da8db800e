/**
 * The training loop and what is around it: sessions one after the other, what is told of them to
 * whoever watches, and what a configuration makes of learner, input and status pages. The commands
 * stand on it.
 */
@NullMarked
package io.gradstream.app.train;

import org.jspecify.annotations.NullMarked;
