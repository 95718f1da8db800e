package io.gradstream.pipeline.file;

import io.gradstream.record.OversizeRecord;
import io.gradstream.record.RecordReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The records of a sample file, several times over if asked. */
public final class SampleFileReader implements Closeable {
  private final SampleFile file;
  private int timesLeft;
  private @Nullable RecordReader records;

  SampleFileReader(SampleFile file, int times) {
    this.file = file;
    this.timesLeft = times;
  }

  /**
   * The next record, null behind the last.
   *
   * @throws UncheckedIOException if the file cannot be read on
   * @throws OversizeRecord if it is too long; what is behind it can be read
   * @throws IllegalArgumentException if it does not hold the samples it should
   */
  public byte @Nullable [] next() {
    try {
      while (true) {
        if (records == null) {
          if (timesLeft-- <= 0) {
            return null;
          }
          records = file.open();
        }
        byte[] record = records.next();
        if (record != null) {
          return record;
        }
        close();
      }
    } catch (ZipException | EOFException e) {
      throw unreadable("what gzip has packed is damaged or ends too early", e);
    } catch (IOException e) {
      throw unreadable(String.valueOf(e.getMessage()), e);
    }
  }

  private UncheckedIOException unreadable(String why, IOException cause) {
    String message = "cannot read %s: %s".formatted(file.given(), why);
    return new UncheckedIOException(message, cause);
  }

  /** Whether the next record, or the end, is there without reading on in the file. */
  boolean hasReadAhead() {
    return records != null && records.hasReadAhead();
  }

  /** Passes over so many records, or to the end. */
  public void skip(long count) {
    for (long i = 0; i < count && pass(); i++) {}
  }

  /** Passes over the next record, whatever it is, if there is one. */
  boolean pass() {
    try {
      return next() != null;
    } catch (OversizeRecord tooLong) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    if (records != null) {
      records.close();
      records = null;
    }
  }
}
