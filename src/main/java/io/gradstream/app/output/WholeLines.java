package io.gradstream.app.output;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The lines of a file that could not be written to its end. */
public record WholeLines(Path file) {
  private static final int BUFFER = 1 << 16;

  /** Cuts off what is behind the last whole line, and counts those that stay. */
  long keep() throws IOException {
    long lines = 0;
    long end = 0;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      long before = 0;
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        for (int i = 0; i < count; i++) {
          if (buffer[i] == '\n') {
            lines++;
            end = before + i + 1;
          }
        }
        before += count;
      }
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(end);
    }
    return lines;
  }
}
