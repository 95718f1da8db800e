package io.gradstream.pipeline;

import io.gradstream.learn.Offsets;
import reactor.core.publisher.Flux;

/** Where samples come from. */
public interface SampleSource {
  /**
   * The records from these offsets on, partitions without one from their start. A bounded source
   * completes behind its last record, an unbounded one never. Nothing is read beyond what is
   * requested but a bounded prefetch. One subscription at a time; each starts anew.
   */
  Flux<RecordChunk> records(Offsets from);
}
