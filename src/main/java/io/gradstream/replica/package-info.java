/**
 * Following the versions of a model and predicting by the newest, on any number of threads: what
 * applications embed.
 */
@NullMarked
package io.gradstream.replica;

import org.jspecify.annotations.NullMarked;
