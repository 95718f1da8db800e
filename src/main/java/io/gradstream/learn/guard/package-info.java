/**
 * What is too absurd to be learned, judged by running figures of what was learned before: numbers
 * before a step, gradients within one. The verdict depends on the samples and their order alone.
 */
@NullMarked
package io.gradstream.learn.guard;

import org.jspecify.annotations.NullMarked;
