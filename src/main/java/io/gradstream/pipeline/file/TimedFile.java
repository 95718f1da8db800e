package io.gradstream.pipeline.file;

import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.record.EventTime;
import io.gradstream.record.OversizeRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** How far one of several files has been read, and when its next record happened. */
public final class TimedFile {
  private static final int CHUNK_BYTES = 1 << 20;

  private final SampleFile file;
  private final int partition;
  private final SampleFileReader reader;
  private final EventTime clock;
  private long offset;
  private byte @Nullable [] next;
  private @Nullable String fault;
  private long nextMs;

  TimedFile(SampleFile file, int partition, SampleFileReader reader, EventTime clock) {
    this.file = file;
    this.partition = partition;
    this.reader = reader;
    this.clock = clock;
  }

  /** Moves to this offset. Returns whether there is a record. */
  boolean begin(long start) {
    advance();
    // Read and not skipped, for a record without a time has that of the one before it.
    while (offset < start && next != null) {
      advance();
      offset++;
    }
    return next != null;
  }

  private void advance() {
    fault = null;
    try {
      next = reader.next();
    } catch (OversizeRecord tooLong) {
      fault = String.valueOf(tooLong.getMessage());
      next = tooLong.beginning();
    }
    if (next == null) {
      close();
    } else if (fault == null) {
      nextMs = clock.next(next);
    }
  }

  int partition() {
    return partition;
  }

  /** When the next record happened, in ms since 1970. */
  long nextMs() {
    return nextMs;
  }

  boolean isAtEnd() {
    return next == null;
  }

  /** The next record, and those behind it while they come first. */
  FileChunk take(BooleanSupplier isFirst) {
    List<byte[]> records = new ArrayList<>();
    Map<Integer, String> faults = new HashMap<>();
    long first = offset;
    long lastMs;
    int bytes = 0;
    byte[] record = next;
    if (record == null) {
      throw new IllegalStateException("there are no more records of " + file.name());
    }
    do {
      if (fault != null) {
        faults.put(records.size(), fault);
      }
      records.add(record);
      bytes += record.length;
      lastMs = nextMs;
      advance();
      offset++;
      record = next;
    } while (record != null
        && records.size() < RecordChunk.USUAL_SIZE
        && bytes < CHUNK_BYTES
        && isFirst.getAsBoolean());
    return new FileChunk(file.name(), partition, first, records, faults, lastMs);
  }

  void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file.name(), e);
    }
  }
}
