/**
 * Whether the world that a model learns has changed: tests of the loss of every step, and of the
 * values of features. Decided by the data alone, and kept with the model.
 */
@NullMarked
package io.gradstream.learn.drift;

import org.jspecify.annotations.NullMarked;
