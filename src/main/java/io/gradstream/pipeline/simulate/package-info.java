/**
 * Several learners under simulated time: they really learn, and their rounds are really written and
 * read; only how long that takes is a matter of costs, which are measured or given.
 */
@NullMarked
package io.gradstream.pipeline.simulate;

import org.jspecify.annotations.NullMarked;
