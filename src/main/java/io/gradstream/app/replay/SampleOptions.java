package io.gradstream.app.replay;

import io.gradstream.app.train.UsageException;
import io.gradstream.data.FieldPath;
import io.gradstream.pipeline.file.SampleFile;
import io.gradstream.record.RecordFraming;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command with files of samples shares. */
public final class SampleOptions {
  public static final String STDIN = "-";
  public static final String DESCRIPTION =
      "a .jsonl or .csv file, or either packed by gzip, or - for standard input";

  @Option(names = "--input", required = true, paramLabel = "SAMPLES", description = DESCRIPTION)
  private List<String> inputs = List.of();

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "1",
      description = "the whole file N times over (${DEFAULT-VALUE})")
  private int repeat = 1;

  @Option(
      names = "--time",
      paramLabel = "FIELD",
      description =
          "the field that says when a sample happened: ISO 8601, or milliseconds since 1970")
  private @Nullable String time;

  /** The one file there may be where several make no sense. */
  public SampleFile file(RecordFraming framing) {
    if (inputs.size() > 1) {
      throw new UsageException("--input must be given once: " + String.join(", ", inputs));
    }
    return files(framing).get(0);
  }

  /** The files in the order in which they are given. */
  public List<SampleFile> files(RecordFraming framing) {
    if (repeat < 1) {
      throw new UsageException("--repeat must be at least 1: " + repeat);
    }
    if (repeat > 1 && inputs.contains(STDIN)) {
      throw new UsageException(
          "--repeat must be 1 where --input is -, which can be read once only: " + repeat);
    }
    if (Collections.frequency(inputs, STDIN) > 1) {
      throw new UsageException("--input must be - once only, which can be read once");
    }
    return inputs.stream().map(input -> file(input, framing)).toList();
  }

  /** The file that {@code --input} names. */
  public static SampleFile file(String input, RecordFraming framing) {
    try {
      return SampleFile.of(input, framing);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--input " + e.getMessage());
    }
  }

  /** The field that says when samples happened. */
  public Optional<String> time() {
    try {
      return Optional.ofNullable(time).map(FieldPath::parse).map(FieldPath::toString);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--time: " + e.getMessage());
    }
  }

  public int repeat() {
    return repeat;
  }

  /** How many there are. */
  public int count() {
    return inputs.size();
  }

  /** Those that are files. */
  public List<Path> paths() {
    return inputs.stream().filter(input -> !input.equals(STDIN)).map(Path::of).toList();
  }
}
