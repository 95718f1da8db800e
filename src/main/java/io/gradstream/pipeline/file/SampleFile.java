package io.gradstream.pipeline.file;

import io.gradstream.record.RecordFraming;
import io.gradstream.record.RecordReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file of samples; what gzip has packed is unpacked, {@code -} is standard input, which can be
 * read once only.
 */
public final class SampleFile {
  private static final String STDIN = "-";

  private final String given;
  private final RecordFraming framing;
  private final AtomicBoolean stdinRead = new AtomicBoolean();
  private final AtomicLong bytesRead = new AtomicLong();

  private SampleFile(String given, RecordFraming framing) {
    this.given = given;
    this.framing = framing;
  }

  /**
   * The file of this name, whose beginning is looked at.
   *
   * @param framing how samples stand in it
   * @throws IllegalArgumentException if it cannot be read, or does not hold such samples, in words
   *     for a person
   */
  public static SampleFile of(String given, RecordFraming framing) {
    SampleFile file = new SampleFile(given, framing);
    if (!given.equals(STDIN)) {
      requireReadable(given);
      file.requireSamples(Path.of(given));
      file.bytesRead.set(0);
    }
    return file;
  }

  private static void requireReadable(String given) {
    String wrong = fault(given, Path.of(given));
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: name a .jsonl or .csv file, or either packed by gzip, or - for standard input"
              .formatted(wrong));
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

  /** Looks at the beginning, unless it could not be had again as that of a pipe. */
  private void requireSamples(Path path) {
    if (Files.isRegularFile(path)) {
      try (SampleFileReader reader = read(1)) {
        reader.pass();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot close " + given, e);
      } catch (UncheckedIOException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
  }

  /** The name that stands for a topic's where offsets are told. */
  public String name() {
    return given.equals(STDIN) ? "stdin" : String.valueOf(Path.of(given).getFileName());
  }

  /** As a person calls it. */
  String given() {
    return given.equals(STDIN) ? "standard input" : given;
  }

  /** The records from the first on, the whole file {@code times} over. */
  public SampleFileReader read(int times) {
    return new SampleFileReader(this, times);
  }

  /**
   * How many records there are, which takes reading them.
   *
   * @throws UncheckedIOException if the file cannot be read
   */
  public long count() {
    try (SampleFileReader records = read(1)) {
      long count = 0;
      while (records.pass()) {
        count++;
      }
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + name(), e);
    }
  }

  /**
   * How often it has been read through since it was looked at first, the part that was read last
   * included; NaN where nobody knows how long it is. For any thread.
   */
  public double passes() {
    long size = given.equals(STDIN) ? 0 : Path.of(given).toFile().length();
    return size == 0 ? Double.NaN : bytesRead.get() / (double) size;
  }

  RecordReader open() throws IOException {
    InputStream stream = stream();
    try {
      return framing.read(TextStream.of(stream));
    } catch (IllegalArgumentException e) {
      stream.close();
      throw new IllegalArgumentException(name() + " " + e.getMessage(), e);
    }
  }

  private InputStream stream() throws IOException {
    if (!given.equals(STDIN)) {
      return new CountedStream(Files.newInputStream(Path.of(given)), bytesRead::addAndGet);
    }
    if (stdinRead.getAndSet(true)) {
      throw new IOException("it can be read once only: give a file instead");
    }
    return System.in;
  }
}
