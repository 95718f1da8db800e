package io.gradstream.app;

import io.gradstream.config.ConfigException;
import io.gradstream.learn.ConfigurationChangedException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import reactor.core.Exceptions;

/** What a person sees when a command fails: one line, and the stack trace only if asked for. */
final class Errors {
  private static final int FAILED = 1;
  private static final int WRONGLY_ASKED = 2;

  private Errors() {}

  static int wronglyAsked(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    String usage = command.getCommandSpec().qualifiedName() + " --help";
    tell(command, error.getMessage() + " (see " + usage + ")");
    return WRONGLY_ASKED;
  }

  static int failed(Exception error, CommandLine command, ParseResult parsed) {
    Throwable cause = Exceptions.unwrap(error);
    tell(command, lineOf(cause));
    if (parsed.hasMatchedOption("--verbose")) {
      cause.printStackTrace(command.getErr());
    }
    boolean wronglyAsked =
        cause instanceof ConfigException
            || cause instanceof UsageException
            || cause instanceof ConfigurationChangedException;
    return wronglyAsked ? WRONGLY_ASKED : FAILED;
  }

  private static String lineOf(Throwable cause) {
    String message = cause.getMessage();
    String text = message == null ? cause.toString() : message;
    return text.lines().map(String::strip).reduce((first, next) -> first + " " + next).orElse("");
  }

  private static void tell(CommandLine command, String line) {
    PrintWriter err = command.getErr();
    err.println("gradstream: " + line);
    err.flush();
  }
}
