package io.gradstream.app.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * An output of lines that are masked before they go on, each as a whole: half a secret at the end
 * of one write would not be known for one. What has no line's end yet goes when it is flushed.
 */
final class MaskedOutput extends OutputStream {
  private final OutputStream out;
  private final UnaryOperator<String> mask;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  MaskedOutput(OutputStream out, UnaryOperator<String> mask) {
    this.out = out;
    this.mask = mask;
  }

  @Override
  public synchronized void write(int single) throws IOException {
    line.write(single);
    if (single == '\n') {
      flush();
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    int begin = from;
    for (int i = from; i < from + length; i++) {
      if (bytes[i] == '\n') {
        line.write(bytes, begin, i + 1 - begin);
        begin = i + 1;
        flush();
      }
    }
    line.write(bytes, begin, from + length - begin);
  }

  @Override
  public synchronized void flush() throws IOException {
    if (line.size() > 0) {
      String text = line.toString(StandardCharsets.UTF_8);
      String masked = mask.apply(text);
      // What is not ours to read stays as it is, byte for byte.
      out.write(masked.equals(text) ? line.toByteArray() : masked.getBytes(StandardCharsets.UTF_8));
      line.reset();
    }
    out.flush();
  }

  @Override
  public synchronized void close() throws IOException {
    flush();
    out.close();
  }
}
