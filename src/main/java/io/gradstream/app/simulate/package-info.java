/**
 * Planning for several learners: what a cluster's calls take, simulated runs beside each other, and
 * what they say.
 */
@NullMarked
package io.gradstream.app.simulate;

import org.jspecify.annotations.NullMarked;
