package io.gradstream.pipeline;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of samples, one a line; {@code .gz} is decompressed, {@code -} is standard input, which
 * can be read once only.
 */
public final class SampleFile {
  private static final String STDIN = "-";
  private static final String GZ = ".gz";

  private final String given;
  private final Predicate<byte[]> header;
  private final AtomicBoolean stdinRead = new AtomicBoolean();

  private SampleFile(String given, Predicate<byte[]> header) {
    this.given = given;
    this.header = header;
  }

  /**
   * The file of this name.
   *
   * @throws IllegalArgumentException if it cannot be read, in words for a person
   */
  public static SampleFile of(String given) {
    if (!given.equals(STDIN)) {
      requireReadable(given);
    }
    return new SampleFile(given, line -> false);
  }

  /** The same file, whose first line is no sample where it is a header. */
  public SampleFile withHeader(Predicate<byte[]> isHeader) {
    return new SampleFile(given, isHeader);
  }

  private static void requireReadable(String given) {
    String wrong = fault(given, Path.of(given));
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: name a .jsonl or .jsonl.gz file, or - for standard input".formatted(wrong));
    }
  }

  private static String fault(String given, Path path) {
    if (given.isBlank()) {
      return "is blank";
    }
    if (Files.isDirectory(path)) {
      return given + " is a directory";
    }
    if (!Files.exists(path)) {
      return given + " does not exist";
    }
    return Files.isReadable(path) ? "" : given + " may not be read, permission denied";
  }

  /** The name that stands for a topic's where offsets are told. */
  public String name() {
    return given.equals(STDIN) ? "stdin" : String.valueOf(Path.of(given).getFileName());
  }

  /** As it was given, for messages. */
  String given() {
    return given;
  }

  /** The lines from the first on, the whole file {@code times} over. */
  public LineReader read(int times) {
    return new LineReader(this, times);
  }

  /** How many lines there are, which takes reading them. */
  public long count() {
    try (LineReader lines = read(1)) {
      long count = 0;
      while (lines.next() != null) {
        count++;
      }
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + name(), e);
    }
  }

  SampleLines open() throws IOException {
    SampleLines lines = new SampleLines(stream());
    lines.skip(header);
    return lines;
  }

  private InputStream stream() throws IOException {
    if (given.equals(STDIN)) {
      if (stdinRead.getAndSet(true)) {
        throw new IOException("it can be read once only: give a file instead");
      }
      return System.in;
    }
    InputStream in = Files.newInputStream(Path.of(given));
    return given.endsWith(GZ) ? decompressed(in) : in;
  }

  private static InputStream decompressed(InputStream in) throws IOException {
    try {
      return new GZIPInputStream(in, 1 << 16);
    } catch (ZipException | EOFException e) {
      in.close();
      throw new IOException("its name ends in .gz, but it is not compressed by gzip", e);
    }
  }
}
