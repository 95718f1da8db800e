/**
 * Several learners of one model: what each of them says of its rounds, and by which rules these are
 * put together. Knows no learner.
 */
@NullMarked
package io.gradstream.learn.merge;

import org.jspecify.annotations.NullMarked;
