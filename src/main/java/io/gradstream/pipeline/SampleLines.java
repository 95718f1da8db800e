package io.gradstream.pipeline;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a stream of bytes, blank ones left out; a line ends with {@code \n} or {@code \r\n}.
 */
final class SampleLines implements Closeable {
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private byte @Nullable [] pushedBack;
  private int from;
  private int to;

  SampleLines(InputStream in) {
    this.in = in;
  }

  /** Passes over the first line if it is a header. */
  void skip(Predicate<byte[]> header) throws IOException {
    byte[] first = next();
    pushedBack = first != null && header.test(first) ? null : first;
  }

  /** The next line that is not blank, null at the end. */
  byte @Nullable [] next() throws IOException {
    byte[] line = pushedBack == null ? nextLine() : pushedBack;
    pushedBack = null;
    while (line != null && isBlank(line)) {
      line = nextLine();
    }
    return line;
  }

  /** Whether a whole line is in the buffer. */
  boolean hasReadAhead() {
    if (pushedBack != null) {
      return true;
    }
    for (int i = from; i < to; i++) {
      if (buffer[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  private byte @Nullable [] nextLine() throws IOException {
    while (true) {
      for (int i = from; i < to; i++) {
        if (buffer[i] == '\n') {
          return take(i, i + 1);
        }
      }
      partial.write(buffer, from, to - from);
      from = 0;
      to = Math.max(0, in.read(buffer));
      if (to == 0) {
        return partial.size() == 0 ? null : take(0, 0);
      }
    }
  }

  private byte[] take(int end, int next) {
    partial.write(buffer, from, end - from);
    from = next;
    byte[] line = partial.toByteArray();
    partial.reset();
    boolean crlf = line.length > 0 && line[line.length - 1] == '\r';
    return crlf ? java.util.Arrays.copyOf(line, line.length - 1) : line;
  }

  private static boolean isBlank(byte[] line) {
    for (byte character : line) {
      if (character != ' ' && character != '\t' && character != '\r') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
