package io.gradstream.pipeline;

import io.gradstream.record.OversizeRecord;
import io.gradstream.version.Offsets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A file as a source: its samples are the records of partition 0 of a topic with the file's name.
 * It is read on a thread of its own, which a pipe may keep waiting; what has come by then goes on
 * without waiting for more.
 */
public final class FileSampleSource implements SampleSource {
  private final SampleFile file;
  private final int times;

  /** The samples of a file, {@code times} over. */
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
    FileChunk records = cursor.nextRecords(file.name());
    if (records.size() == 0) {
      sink.complete();
    } else {
      sink.next(records);
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
    private final SampleFileReader reader;
    private long offset;

    Cursor(SampleFileReader reader, long start) {
      this.reader = reader;
      reader.skip(start);
      offset = start;
    }

    FileChunk nextRecords(String name) {
      List<byte[]> records = new ArrayList<>();
      Map<Integer, String> faults = new HashMap<>();
      int bytes = 0;
      do {
        byte[] record = next(records.size(), faults);
        if (record == null) {
          break;
        }
        records.add(record);
        bytes += record.length;
      } while (reader.hasReadAhead()
          && records.size() < RecordChunk.USUAL_SIZE
          && bytes < RecordChunk.USUAL_BYTES);
      offset += records.size();
      return new FileChunk(name, offset - records.size(), records, faults);
    }

    private byte @Nullable [] next(int index, Map<Integer, String> faults) {
      try {
        return reader.next();
      } catch (OversizeRecord tooLong) {
        faults.put(index, String.valueOf(tooLong.getMessage()));
        return tooLong.beginning();
      }
    }
  }

  private record FileChunk(
      String topic, long first, List<byte[]> records, Map<Integer, String> faults)
      implements RecordChunk {
    @Override
    public int partition() {
      return 0;
    }

    @Override
    public int size() {
      return records.size();
    }

    @Override
    public long offset(int index) {
      return first + index;
    }

    @Override
    public @Nullable String fault(int index) {
      return faults.get(index);
    }

    @Override
    public byte[] value(int index) {
      return records.get(index);
    }

    @Override
    public long nextOffset() {
      return first + records.size();
    }
  }
}
