package io.gradstream.app;

import picocli.CommandLine.Option;

/** The options every command has. */
final class CommonOptions {
  static final String VERBOSE = "--verbose";

  @Option(names = VERBOSE, description = "show the stack trace of a failure")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  private boolean help;
}
