package io.gradstream.pipeline;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
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
  private int looked;

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
    return findEnd();
  }

  private byte @Nullable [] nextLine() throws IOException {
    while (!findEnd()) {
      partial.write(buffer, from, to - from);
      from = 0;
      looked = 0;
      to = Math.max(0, in.read(buffer));
      if (to == 0) {
        return partial.size() == 0 ? null : take(0, 0);
      }
    }
    return take(looked, looked + 1);
  }

  /** Looks for the end of the next line, each byte once; leaves {@link #looked} on it. */
  private boolean findEnd() {
    while (looked < to && buffer[looked] != '\n') {
      looked++;
    }
    return looked < to;
  }

  private byte[] take(int end, int next) {
    byte[] line = partial.size() == 0 ? Arrays.copyOfRange(buffer, from, end) : joined(end);
    from = next;
    looked = next;
    boolean crlf = line.length > 0 && line[line.length - 1] == '\r';
    return crlf ? Arrays.copyOf(line, line.length - 1) : line;
  }

  private byte[] joined(int end) {
    partial.write(buffer, from, end - from);
    byte[] line = partial.toByteArray();
    partial.reset();
    return line;
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
