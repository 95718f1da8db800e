package io.gradstream.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The lines of a sample file, several times over if asked. */
public final class LineReader implements Closeable {
  private final SampleFile file;
  private int timesLeft;
  private @Nullable SampleLines lines;

  LineReader(SampleFile file, int times) {
    this.file = file;
    this.timesLeft = times;
  }

  /**
   * The next line, null behind the last.
   *
   * @throws UncheckedIOException if the file cannot be read on
   */
  public byte @Nullable [] next() {
    try {
      while (true) {
        if (lines == null) {
          if (timesLeft-- <= 0) {
            return null;
          }
          lines = file.open();
        }
        byte[] line = lines.next();
        if (line != null) {
          return line;
        }
        close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read %s: %s".formatted(file.given(), e.getMessage()), e);
    }
  }

  /** Whether the next line, or the end, is there without reading on in the file. */
  boolean hasReadAhead() {
    return lines != null && lines.hasReadAhead();
  }

  /** Passes over so many lines, or to the end. */
  public void skip(long count) {
    for (long i = 0; i < count && next() != null; i++) {}
  }

  @Override
  public void close() throws IOException {
    if (lines != null) {
      lines.close();
      lines = null;
    }
  }
}
