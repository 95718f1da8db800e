package io.gradstream.app;

import io.gradstream.app.train.UsageException;
import io.gradstream.pipeline.SampleFile;
import io.gradstream.record.RecordFraming;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that every command with a file of samples shares. */
final class SampleOptions {
  static final String STDIN = "-";
  static final String DESCRIPTION =
      "a .jsonl or .csv file, or either packed by gzip, or - for standard input";

  @Option(names = "--input", required = true, paramLabel = "SAMPLES", description = DESCRIPTION)
  private String input = "";

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "1",
      description = "the whole file N times over (${DEFAULT-VALUE})")
  private int repeat = 1;

  SampleFile file(RecordFraming framing) {
    if (repeat < 1) {
      throw new UsageException("--repeat must be at least 1: " + repeat);
    }
    if (repeat > 1 && input.equals(STDIN)) {
      throw new UsageException(
          "--repeat must be 1 where --input is -, which can be read once only: " + repeat);
    }
    return file(input, framing);
  }

  /** The file that {@code --input} names. */
  static SampleFile file(String input, RecordFraming framing) {
    try {
      return SampleFile.of(input, framing);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--input " + e.getMessage());
    }
  }

  int repeat() {
    return repeat;
  }

  /** The file, if it is one. */
  List<Path> paths() {
    return input.equals(STDIN) ? List.of() : List.of(Path.of(input));
  }
}
