package io.gradstream.app;

import io.gradstream.app.train.ErrorLine;
import io.gradstream.app.train.UsageException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that an option wants written. That it can be is checked at once, before anything is
 * learned that would then be lost.
 *
 * @param option the option's name, by which errors call the file
 */
record OutputFile(String option, Path path) {
  /**
   * @throws UsageException if it cannot be written, in words for a person
   */
  OutputFile {
    Path folder = path.toAbsolutePath().getParent();
    if (Files.isDirectory(path)) {
      throw refused(option, path, "is a directory");
    }
    if (folder != null && !Files.isDirectory(folder)) {
      throw refused(option, path, "is in no directory there is: make " + folder);
    }
    if (!Files.isWritable(Files.exists(path) || folder == null ? path : folder)) {
      throw refused(option, path, "may not be written: permission denied");
    }
  }

  static Optional<OutputFile> of(String option, @Nullable Path path) {
    return Optional.ofNullable(path).map(given -> new OutputFile(option, given));
  }

  private static UsageException refused(String option, Path path, String why) {
    return new UsageException("%s %s %s".formatted(option, path, why));
  }

  /**
   * Checks that no file is written that is read or written already; what is no regular file, as
   * {@code /dev/stdout} is none, may be shared.
   */
  static void requireDistinct(List<Path> read, List<OutputFile> written) {
    Set<Path> taken = new HashSet<>();
    read.forEach(path -> taken.add(real(path)));
    for (OutputFile file : written) {
      if (!taken.add(real(file.path)) && !file.isSpecial()) {
        throw refused(file.option, file.path, "is in use by another option: choose another file");
      }
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException missing) {
      return path.toAbsolutePath().normalize();
    }
  }

  /** Whether it is there and no regular file: what was written to it cannot be taken back. */
  boolean isSpecial() {
    return Files.exists(path) && !Files.isRegularFile(path);
  }

  /** A stream into the file, whose failures name it; what goes into a pipe goes at once. */
  OutputStream open() throws IOException {
    try {
      OutputStream out = new Named(Files.newOutputStream(path));
      return isSpecial() ? out : new BufferedOutputStream(out, 1 << 16);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Writes the whole file or none of it. */
  void replace(byte[] content) throws IOException {
    try {
      if (isSpecial()) {
        Files.write(path, content);
      } else {
        Path beside = real(path).resolveSibling(path.getFileName() + ".part");
        Files.write(beside, content);
        Files.move(beside, real(path), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private IOException failed(IOException e) {
    return new IOException("%s %s: %s".formatted(option, path, new ErrorLine(e).text()), e);
  }

  private final class Named extends OutputStream {
    private final OutputStream out;

    Named(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int single) throws IOException {
      write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        throw failed(e);
      }
    }

    @Override
    public void close() throws IOException {
      try {
        out.close();
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }
}
