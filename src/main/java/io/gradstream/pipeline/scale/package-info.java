/**
 * One of several learners of a model: rounds of samples, the log they meet in, and whose turn it is
 * to publish; over ports that the outside implements.
 */
@NullMarked
package io.gradstream.pipeline.scale;

import org.jspecify.annotations.NullMarked;
