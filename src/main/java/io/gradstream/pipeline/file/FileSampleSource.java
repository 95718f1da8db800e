package io.gradstream.pipeline.file;

import io.gradstream.pipeline.SampleSource;
import io.gradstream.pipeline.chunk.DaemonThread;
import io.gradstream.pipeline.chunk.RecordChunk;
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

/**
 * A file as a source: its samples are the records of one partition of a topic with the file's name.
 * It is read on a thread of its own, which a pipe may keep waiting; what has come by then goes on
 * without waiting for more.
 */
public final class FileSampleSource implements SampleSource {
  private final SampleFile file;
  private final int partition;
  private final int times;

  /** The samples of a file, {@code times} over, as partition 0. */
  public FileSampleSource(SampleFile file, int times) {
    this(file, 0, times);
  }

  private FileSampleSource(SampleFile file, int partition, int times) {
    this.file = file;
    this.partition = partition;
    this.times = times;
  }

  /** The samples of one file after the other, each {@code times} over, as partitions from 0 on. */
  public static SampleSource of(List<SampleFile> files, int times) {
    return from ->
        Flux.range(0, files.size())
            .concatMap(i -> new FileSampleSource(files.get(i), i, times).records(from), 1);
  }

  @Override
  public Flux<RecordChunk> records(Offsets from) {
    long start = from.next(file.name(), partition).orElse(0);
    return new DaemonThread("samples").with(thread -> records(start).subscribeOn(thread));
  }

  private Flux<RecordChunk> records(long start) {
    return Flux.generate(
        () -> new Cursor(file.read(times), start), this::emit, FileSampleSource::close);
  }

  private Cursor emit(Cursor cursor, SynchronousSink<RecordChunk> sink) {
    FileChunk records = cursor.nextRecords(file.name(), partition);
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

    FileChunk nextRecords(String name, int partition) {
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
      return new FileChunk(name, partition, offset - records.size(), records, faults, 0);
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
}
