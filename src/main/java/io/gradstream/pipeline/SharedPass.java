package io.gradstream.pipeline;

import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.pipeline.chunk.SharedChunk;
import io.gradstream.version.Offsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * One pass over a source that several learners share: every record is read once, and decoded once
 * by whoever comes to it first. The slowest of them sets the pace. They must want the same of a
 * record: one schema, one format.
 */
public final class SharedPass implements AutoCloseable {
  /** How many chunks are read before the slowest has asked for them. */
  private static final int READ_AHEAD = 2;

  private final SampleSource source;
  private final Flux<RecordChunk> pass;
  private final AtomicReference<@Nullable Disposable> reading = new AtomicReference<>();

  /**
   * A pass that begins when so many learners have come.
   *
   * @param source has a beginning, and may be read again from there
   */
  public SharedPass(SampleSource source, int learners) {
    this.source = source;
    this.pass =
        source
            .records(Offsets.none())
            .<RecordChunk>map(SharedChunk::new)
            .publish(READ_AHEAD)
            .autoConnect(learners, reading::set);
  }

  /** The place of one of the learners. */
  public Place place() {
    return new Place();
  }

  /** Reads no further. */
  @Override
  public void close() {
    Disposable begun = reading.get();
    if (begun != null) {
      begun.dispose();
    }
  }

  /**
   * A learner's place: what it reads first is the pass that all share, and whatever it reads again
   * it reads for itself. Closed, it keeps nobody waiting.
   */
  public final class Place implements SampleSource, AutoCloseable {
    private final AtomicBoolean taken = new AtomicBoolean();

    @Override
    public Flux<RecordChunk> records(Offsets from) {
      return Flux.defer(() -> taken.getAndSet(true) ? source.records(from) : pass);
    }

    @Override
    public void close() {
      if (!taken.getAndSet(true)) {
        pass.subscribe().dispose();
      }
    }
  }
}
