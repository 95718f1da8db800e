/**
 * The stream, on Reactor: backpressure, the pacing of publication, and the ports that the outside
 * world implements: {@code Session}, with its {@code SampleSource}, {@code VersionSink} and {@code
 * CommandSource}. What fails there is a {@code StreamException}, which knows if it may pass.
 *
 * <p>What a run is behind by, {@code Lag}, is what its source has not handed over and what it was
 * handed and has not published: counted in records, so that nothing but records counts.
 *
 * <p>Three kinds of threads share the work. One reads; those that decode, which costs about as much
 * as learning and depends on nothing but the record, are as many as there are processors beside the
 * one that learns. That one copies row after row into its batch, and does all that depends on what
 * came before: scaling, predicting, stepping, counting.
 */
@NullMarked
package io.gradstream.pipeline;

import org.jspecify.annotations.NullMarked;
