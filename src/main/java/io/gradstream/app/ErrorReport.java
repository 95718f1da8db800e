package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.app.output.OutputException;
import io.gradstream.app.train.ErrorLine;
import io.gradstream.app.train.UsageException;
import io.gradstream.config.ConfigException;
import io.gradstream.learn.ConfigurationChangedException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.Thread.UncaughtExceptionHandler;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import reactor.core.Exceptions;

/** What a person sees when a command fails: one line, and the stack trace only if asked for. */
final class ErrorReport
    implements IParameterExceptionHandler, IExecutionExceptionHandler, UncaughtExceptionHandler {
  private static final int FAILED = 1;
  private static final int WRONGLY_ASKED = 2;

  /** What a shell gives for a command that died of SIGPIPE, as most do whose reader has gone. */
  private static final int CLOSED_PIPE = 141;

  private final PrintStream err;

  /** A report to the people at a console. */
  ErrorReport(Console console) {
    this.err = console.err();
  }

  @Override
  public int handleParseException(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    if (arguments.length == 0) {
      command.usage(command.getErr());
    } else {
      String usage = command.getCommandSpec().qualifiedName() + " --help";
      tell(command, new UsageMessage(error).text() + " (see " + usage + ")");
    }
    return WRONGLY_ASKED;
  }

  @Override
  public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
    Throwable cause = Exceptions.unwrap(error);
    if (cause instanceof OutputException output && output.isClosedPipe()) {
      return CLOSED_PIPE;
    }
    tell(command, new ErrorLine(cause).text());
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
  @Override
  public void uncaughtException(Thread thread, Throwable error) {
    if (error instanceof OutOfMemoryError) {
      err.printf(
          "gradstream: out of memory at %,d MB: allow more with GRADSTREAM_OPTS=-Xmx8g, or make"
              + " the model smaller%n",
          Runtime.getRuntime().maxMemory() >> 20);
      Runtime.getRuntime().halt(FAILED);
    }
    error.printStackTrace(err);
  }

  private static void tell(CommandLine command, String line) {
    PrintWriter err = command.getErr();
    err.println("gradstream: " + line);
    err.flush();
  }
}
