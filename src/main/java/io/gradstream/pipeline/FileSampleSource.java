package io.gradstream.pipeline;

import io.gradstream.learn.Offsets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A file as a source: its lines are the records of partition 0 of a topic with the file's name. It
 * is read on a thread of its own, which a pipe may keep waiting; what has come by then goes on
 * without waiting for more.
 */
public final class FileSampleSource implements SampleSource {
  private static final int CHUNK_BYTES = 1 << 20;

  private final SampleFile file;
  private final int times;

  /** The lines of a file, {@code times} over. */
  public FileSampleSource(SampleFile file, int times) {
    this.file = file;
    this.times = times;
  }

  @Override
  public Flux<RecordChunk> records(Offsets from) {
    long start = from.next(file.name(), 0).orElse(0);
    return Flux.using(
        // Not one of Reactor's own: a thread that waits for a pipe cannot be had back.
        () -> Schedulers.newSingle("samples", true),
        thread -> records(start).subscribeOn(thread),
        Scheduler::dispose);
  }

  private Flux<RecordChunk> records(long start) {
    return Flux.generate(
        () -> new Cursor(file.read(times), start), this::emit, FileSampleSource::close);
  }

  private Cursor emit(Cursor cursor, SynchronousSink<RecordChunk> sink) {
    List<byte[]> lines = cursor.take();
    if (lines.isEmpty()) {
      sink.complete();
    } else {
      sink.next(new LineChunk(file.name(), cursor.offset - lines.size(), lines));
    }
    return cursor;
  }

  private static void close(Cursor cursor) {
    try {
      cursor.reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How far the file has been read. */
  private static final class Cursor {
    private final LineReader reader;
    private long offset;

    Cursor(LineReader reader, long start) {
      this.reader = reader;
      while (offset < start && reader.next() != null) {
        offset++;
      }
    }

    List<byte[]> take() {
      List<byte[]> lines = new ArrayList<>();
      int bytes = 0;
      do {
        byte[] line = reader.next();
        if (line == null) {
          break;
        }
        lines.add(line);
        bytes += line.length;
      } while (reader.hasReadAhead()
          && lines.size() < RecordChunk.USUAL_SIZE
          && bytes < CHUNK_BYTES);
      offset += lines.size();
      return lines;
    }
  }

  private record LineChunk(String topic, long first, List<byte[]> lines) implements RecordChunk {
    @Override
    public int partition() {
      return 0;
    }

    @Override
    public int size() {
      return lines.size();
    }

    @Override
    public long offset(int index) {
      return first + index;
    }

    @Override
    public byte[] value(int index) {
      return lines.get(index);
    }

    @Override
    public long nextOffset() {
      return first + lines.size();
    }
  }
}
