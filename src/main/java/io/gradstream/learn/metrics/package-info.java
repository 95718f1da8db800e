/**
 * How well a model predicts what it has not learned yet: prequential metrics over all samples and
 * the last ones, beside baselines that need no features.
 */
@NullMarked
package io.gradstream.learn.metrics;

import org.jspecify.annotations.NullMarked;
