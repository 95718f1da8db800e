package io.gradstream.app.output;

import io.gradstream.app.train.UsageException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that an option wants written, {@code -} for standard output. That it can be is checked at
 * once, before anything is learned that would then be lost.
 *
 * @param option the option's name, by which errors call the file
 */
public record OutputFile(String option, Path path) {
  private static final Path STANDARD_OUTPUT = Path.of("-");

  /**
   * @throws UsageException if it cannot be written, in words for a person
   */
  public OutputFile {
    if (!path.equals(STANDARD_OUTPUT)) {
      requireWritable(option, path);
    }
  }

  private static void requireWritable(String option, Path path) {
    Path folder = path.toAbsolutePath().getParent();
    if (Files.isSymbolicLink(path) && !isDevice(path)) {
      throw refused(option, path, "is a symbolic link: name the file that it leads to");
    }
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

  /** The file that an option names, if it is given. */
  public static Optional<OutputFile> of(String option, @Nullable Path path) {
    return Optional.ofNullable(path).map(given -> new OutputFile(option, given));
  }

  /** A file that {@link #replace} writes, beside its final name at first. */
  public static OutputFile replaced(String option, Path path) {
    OutputFile file = new OutputFile(option, path);
    if (!file.isSpecial() && !Files.isWritable(file.folder())) {
      throw refused(option, path, "is in a directory that may not be written: choose one that may");
    }
    return file;
  }

  private static UsageException refused(String option, Path path, String why) {
    return new UsageException("%s %s %s".formatted(option, path, why));
  }

  /**
   * Checks that no file is written that is read or written already; what is no regular file, as
   * {@code /dev/stdout} is none, may be shared, but {@code -} is for one.
   */
  public static void requireDistinct(List<Path> read, List<OutputFile> written) {
    Set<Path> taken = new HashSet<>();
    read.forEach(path -> taken.add(real(path)));
    for (OutputFile file : written) {
      boolean shareable = file.isSpecial() && !file.isStandardOutput();
      if (!taken.add(real(file.path)) && !shareable) {
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

  /** Whether it stands for standard output, which has then nothing else. */
  public boolean isStandardOutput() {
    return path.equals(STANDARD_OUTPUT);
  }

  /** Whether it is there and no regular file: what was written to it cannot be taken back. */
  public boolean isSpecial() {
    return isStandardOutput() || isDevice(path);
  }

  private static boolean isDevice(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path);
  }

  /**
   * A stream of lines into the file; what goes into a pipe goes at once. Its failures are {@link
   * OutputException}s that name the file, and the line it then ends with.
   */
  OutputStream open(Console console) {
    if (isStandardOutput()) {
      return console.results();
    }
    try {
      return isSpecial()
          ? new NamedOutput(Files.newOutputStream(path), this::failed)
          : new BufferedOutputStream(new NamedOutput(OwnerOnly.open(path), this::cut), 1 << 16);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Writes the whole file or none of it. */
  public void replace(byte[] content, Console console) {
    if (isStandardOutput()) {
      console.out().writeBytes(content);
      return;
    }
    try {
      if (isSpecial()) {
        Files.write(path, content);
      } else {
        moveIntoPlace(content);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Its name until then is made up, and nobody else's: who knew it could lay a link there. */
  private void moveIntoPlace(byte[] content) throws IOException {
    Path part = Files.createTempFile(folder(), "." + path.getFileName(), ".part");
    try {
      Files.write(part, content);
      keepPermissions(part);
      Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
  }

  /** Whoever may read the file that is replaced may read this one. */
  private void keepPermissions(Path part) throws IOException {
    PosixFileAttributeView before = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (before != null && Files.exists(path)) {
      Files.setPosixFilePermissions(part, before.readAttributes().permissions());
    }
  }

  private Path folder() {
    return Objects.requireNonNull(path.toAbsolutePath().getParent());
  }

  private OutputException failed(IOException e) {
    return new OutputException("%s %s".formatted(option, path), e);
  }

  /** A file of lines ends with a whole one, however it ends. */
  private OutputException cut(IOException e) {
    try {
      long lines = new WholeLines(path).keep();
      return new OutputException("%s %s ends with line %d".formatted(option, path, lines), e);
    } catch (IOException unreadable) {
      e.addSuppressed(unreadable);
      return failed(e);
    }
  }
}
