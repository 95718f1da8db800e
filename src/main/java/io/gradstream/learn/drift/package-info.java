/**
 * Whether the world that a model learns has changed: tests of the loss of every step. Decided by
 * the data alone, kept with the model, and nothing here changes what is learned.
 */
@NullMarked
package io.gradstream.learn.drift;

import org.jspecify.annotations.NullMarked;
