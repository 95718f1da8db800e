/**
 * Challengers beside a champion: what they are configured by, the test of who is better, and all of
 * them as one snapshot. Knows no learner.
 */
@NullMarked
package io.gradstream.learn.challenge;

import org.jspecify.annotations.NullMarked;
