package io.gradstream.app.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Lines at the end of a terminal that change where they stand; what is written meanwhile scrolls
 * past above them.
 */
final class LivePanel extends OutputStream {
  private static final String UP_AND_CLEAR = "\u001b[%dA\u001b[J";

  private final OutputStream terminal;
  private final int columns;
  private List<String> lines = List.of();
  private boolean isAtLineStart = true;
  private int drawn;

  /**
   * A panel without lines.
   *
   * @param columns how wide the terminal is; a longer line is cut
   */
  LivePanel(OutputStream terminal, int columns) {
    this.terminal = terminal;
    this.columns = columns;
  }

  /** Shows these lines in place of those before. */
  synchronized void show(List<String> now) throws IOException {
    erase();
    lines = now;
    draw();
    terminal.flush();
  }

  @Override
  public synchronized void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    if (length == 0) {
      return;
    }
    erase();
    terminal.write(bytes, from, length);
    isAtLineStart = bytes[from + length - 1] == '\n';
    draw();
  }

  private void erase() throws IOException {
    if (drawn > 0) {
      print(String.format(UP_AND_CLEAR, drawn));
      drawn = 0;
    }
  }

  private void draw() throws IOException {
    if (isAtLineStart) {
      for (String line : lines) {
        print(line.substring(0, Math.min(line.length(), columns)) + "\n");
      }
      drawn = lines.size();
    }
  }

  private void print(String text) throws IOException {
    terminal.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public synchronized void flush() throws IOException {
    terminal.flush();
  }

  @Override
  public synchronized void close() throws IOException {
    terminal.close();
  }
}
