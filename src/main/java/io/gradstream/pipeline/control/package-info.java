/**
 * Commands to a learner that learns: the port that they come through, and what it does of them
 * between two steps.
 */
@NullMarked
package io.gradstream.pipeline.control;

import org.jspecify.annotations.NullMarked;
