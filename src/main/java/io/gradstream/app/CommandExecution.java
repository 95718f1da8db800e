package io.gradstream.app;

import io.gradstream.app.output.OutputException;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs the command that is asked for, or shows its help. A help that cannot be written fails as a
 * command does.
 *
 * <p>No lambda: picocli is compiled for a Java so old that a class archive leaves out what a lambda
 * implements of it, and with that {@link CommandLine}, its largest class.
 */
final class CommandExecution implements IExecutionStrategy {
  @Override
  public int execute(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (OutputException e) {
      CommandLine command = parsed.commandSpec().commandLine();
      throw new ExecutionException(command, String.valueOf(e.getMessage()), e);
    }
  }
}
