package io.gradstream.app;

import io.gradstream.app.train.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The option {@code --data-dir}.
 *
 * @param path the directory, which need not be there yet
 */
record DataDirectory(Path path) {
  /** Checks that the part of the path that is there already can hold it. */
  DataDirectory {
    Path existing = path.toAbsolutePath();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing != null) {
      requireDirectory(path, existing);
    }
  }

  private static void requireDirectory(Path given, Path path) {
    if (!Files.isDirectory(path)) {
      throw new UsageException("--data-dir %s: %s is no directory".formatted(given, path));
    }
    if (!Files.isWritable(path)) {
      throw new UsageException(
          "--data-dir %s: %s may not be written: permission denied".formatted(given, path));
    }
  }
}
