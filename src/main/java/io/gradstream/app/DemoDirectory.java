package io.gradstream.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a demo keeps its topics. One that was killed is found as it was; one that has ended leaves
 * its topics to be looked at until the next demo begins.
 */
final class DemoDirectory {
  private final Path root;

  DemoDirectory(Path root) {
    this.root = root;
  }

  Path broker() {
    return root.resolve("broker");
  }

  private Path finished() {
    return root.resolve("finished");
  }

  void markFinished() throws IOException {
    Files.writeString(finished(), "");
  }

  void clearIfFinished() throws IOException {
    if (Files.exists(finished())) {
      ScratchDirectory.delete(broker());
      Files.delete(finished());
    }
  }

  /** A file of the distribution's {@code config}, or of the source tree's. */
  static Path shipped(String name) {
    Path home = Path.of(System.getProperty("gradstream.home", "."));
    Path file = home.resolve("config").resolve(name);
    if (!Files.exists(file)) {
      throw new UncheckedIOException(
          new IOException(file + " is missing: run gradstream from its distribution"));
    }
    return file;
  }
}
