/**
 * Several learners of one model: what a round changes, and by which rules rounds are put together.
 * Knows no learner.
 */
@NullMarked
package io.gradstream.learn.merge;

import org.jspecify.annotations.NullMarked;
