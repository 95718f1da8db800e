/**
 * The stream, on Reactor: batching by count or time, backpressure, the pacing of publication, and
 * the ports {@code SampleSource} and {@code VersionSink} that the outside world implements.
 */
@NullMarked
package io.gradstream.pipeline;

import org.jspecify.annotations.NullMarked;
