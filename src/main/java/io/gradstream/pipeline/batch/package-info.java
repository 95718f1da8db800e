/**
 * Decoded chunks into batches, by count, by time or to the end of a pass, with labels that come
 * later joined in; and what became of rows that no batch has, as dead letters. Who gathers keeps a
 * {@link io.gradstream.pipeline.batch.Gate}, so that nothing is asked for that cannot be taken.
 */
@NullMarked
package io.gradstream.pipeline.batch;

import org.jspecify.annotations.NullMarked;
