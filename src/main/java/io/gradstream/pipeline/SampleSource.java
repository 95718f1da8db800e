package io.gradstream.pipeline;

import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Flux;

/**
 * Where samples come from. Only {@link #records} is asked of every source: the rest is for those
 * whose partitions come and go.
 */
public interface SampleSource {
  /**
   * Where a learner starts reading: behind what its newest version has learned or, without one,
   * where the source is set to start. May block.
   *
   * @param newest the version, with or without its parameters
   * @return offsets with the ids of their topics, where the source has such
   * @throws RuntimeException in words for a person, if what the version has learned is not what the
   *     source reads by now
   */
  default Offsets start(Optional<ModelVersion> newest) {
    return newest.map(ModelVersion::offsets).orElse(Offsets.none());
  }

  /**
   * Where a learner starts again that has begun here and has no version yet. May block.
   *
   * @throws RuntimeException as {@link #start}
   */
  default Offsets startAgain(Offsets beginning) {
    return beginning;
  }

  /**
   * The records from these offsets on, partitions without one from their beginning. A bounded
   * source completes behind its last record, an unbounded one never. Nothing is read beyond what is
   * requested but a bounded prefetch. One subscription at a time; each starts anew.
   */
  Flux<RecordChunk> records(Offsets from);

  /** How many records it has yet to hand over, as far as it knows, at most. For any thread. */
  default Lag unread() {
    return Lag.none();
  }

  /**
   * Which partitions are not being read although they should be, in words for a person; empty if
   * all are. For any thread.
   */
  default Optional<String> unassigned() {
    return Optional.empty();
  }

  /**
   * Why what was read is not what the source reads any more, in words for a person; empty if that
   * has not happened. May block. For any thread.
   */
  default Optional<RuntimeException> loss() {
    return Optional.empty();
  }

  /** How long nothing has been heard of where the samples are. For any thread. */
  default Duration silence() {
    return Duration.ZERO;
  }
}
