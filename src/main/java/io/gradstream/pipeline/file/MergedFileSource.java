package io.gradstream.pipeline.file;

import io.gradstream.pipeline.SampleSource;
import io.gradstream.pipeline.chunk.DaemonThread;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.record.EventTime;
import io.gradstream.version.Offsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/**
 * Several files as one source, in the order that a topic's partitions with these records have by
 * their timestamps: of the files' next records the earliest goes first, of equal ones that of the
 * file named first. Each file is the partition of its place, of a topic with its name, and keeps
 * the order of its records.
 */
public final class MergedFileSource implements SampleSource {
  private static final Comparator<TimedFile> BY_NEXT =
      Comparator.comparingLong(TimedFile::nextMs).thenComparingInt(TimedFile::partition);

  private final List<SampleFile> files;
  private final int times;
  private final Supplier<EventTime> clocks;

  /**
   * The samples of files, those of each {@code times} over.
   *
   * @param clocks tell when records of one file happened
   */
  public MergedFileSource(List<SampleFile> files, int times, Supplier<EventTime> clocks) {
    this.files = List.copyOf(files);
    this.times = times;
    this.clocks = clocks;
  }

  @Override
  public Flux<RecordChunk> records(Offsets from) {
    return new DaemonThread("samples").with(thread -> merged(from).subscribeOn(thread));
  }

  private Flux<RecordChunk> merged(Offsets from) {
    return Flux.generate(() -> open(from), MergedFileSource::emit, MergedFileSource::close);
  }

  private PriorityQueue<TimedFile> open(Offsets from) {
    PriorityQueue<TimedFile> open = new PriorityQueue<>(BY_NEXT);
    for (int i = 0; i < files.size(); i++) {
      SampleFile file = files.get(i);
      TimedFile timed = new TimedFile(file, i, file.read(times), clocks.get());
      if (timed.begin(from.next(file.name(), i).orElse(0))) {
        open.add(timed);
      }
    }
    return open;
  }

  private static PriorityQueue<TimedFile> emit(
      PriorityQueue<TimedFile> open, SynchronousSink<RecordChunk> sink) {
    TimedFile first = open.poll();
    if (first == null) {
      sink.complete();
      return open;
    }
    TimedFile second = open.peek();
    sink.next(first.take(() -> second == null || BY_NEXT.compare(first, second) < 0));
    if (!first.isAtEnd()) {
      open.add(first);
    }
    return open;
  }

  private static void close(PriorityQueue<TimedFile> open) {
    new ArrayList<>(open).forEach(TimedFile::close);
  }
}
