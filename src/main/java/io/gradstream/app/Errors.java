package io.gradstream.app;

import io.gradstream.config.ConfigException;
import io.gradstream.learn.ConfigurationChangedException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Collectors;
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
    if (arguments.length == 0) {
      command.usage(command.getErr());
    } else {
      String usage = command.getCommandSpec().qualifiedName() + " --help";
      tell(command, UsageMessage.of(error) + " (see " + usage + ")");
    }
    return WRONGLY_ASKED;
  }

  static int failed(Exception error, CommandLine command, ParseResult parsed) {
    Throwable cause = Exceptions.unwrap(error);
    tell(command, lineOf(cause));
    if (parsed.hasMatchedOption(CommonOptions.VERBOSE)) {
      cause.printStackTrace(command.getErr());
    }
    boolean wronglyAsked =
        cause instanceof ConfigException
            || cause instanceof UsageException
            || cause instanceof ConfigurationChangedException;
    return wronglyAsked ? WRONGLY_ASKED : FAILED;
  }

  /** On whichever thread the memory ran out, the others would wait for it for ever. */
  static void uncaught(Throwable error, Console console) {
    if (error instanceof OutOfMemoryError) {
      console
          .err()
          .printf(
              "gradstream: out of memory at %,d MB: allow more with GRADSTREAM_OPTS=-Xmx8g, or make"
                  + " the model smaller%n",
              Runtime.getRuntime().maxMemory() >> 20);
      Runtime.getRuntime().halt(FAILED);
    }
    error.printStackTrace(console.err());
  }

  /** What went wrong, without line breaks. */
  static String lineOf(Throwable cause) {
    String message = cause.getMessage();
    String text = message == null ? cause.getClass().getSimpleName() : message;
    if (cause instanceof FileSystemException failure && failure.getReason() == null) {
      text = failure.getFile() + ": " + reason(failure);
    }
    return text.lines().map(String::strip).collect(Collectors.joining(" "));
  }

  /** Java tells these by their class alone. */
  private static String reason(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or directory";
    }
    return failure instanceof AccessDeniedException
        ? "permission denied"
        : failure.getClass().getSimpleName();
  }

  private static void tell(CommandLine command, String line) {
    PrintWriter err = command.getErr();
    err.println("gradstream: " + line);
    err.flush();
  }
}
