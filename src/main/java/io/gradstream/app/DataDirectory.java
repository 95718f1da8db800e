package io.gradstream.app;

import io.gradstream.app.train.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The option {@code --data-dir}. */
final class DataDirectory {
  private DataDirectory() {}

  /** The directory, which need not be there yet. */
  static Path of(Path given) {
    for (Path path = given.toAbsolutePath(); path != null; path = path.getParent()) {
      if (Files.exists(path)) {
        requireDirectory(given, path);
        return given;
      }
    }
    return given;
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
