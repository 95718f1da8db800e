/**
 * What a running learner tells over HTTP: whether it is alive and ready, and its metrics. It only
 * watches: nothing here can hold up a step, and the learner's thread pays for it with a few stores.
 */
@NullMarked
package io.gradstream.serve;

import org.jspecify.annotations.NullMarked;
