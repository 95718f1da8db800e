package io.gradstream.app;

import io.gradstream.pipeline.SampleFile;
import picocli.CommandLine.Option;

/** The options that every command with a file of samples shares. */
final class SampleOptions {
  @Option(
      names = "--input",
      required = true,
      paramLabel = "SAMPLES",
      description = "a .jsonl or .jsonl.gz file, or - for standard input")
  String input = "";

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "1",
      description = "the whole file N times over")
  int repeat = 1;

  SampleFile file() {
    if (repeat < 1) {
      throw new UsageException("--repeat must be at least 1: " + repeat);
    }
    try {
      return SampleFile.of(input);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--input " + e.getMessage());
    }
  }
}
