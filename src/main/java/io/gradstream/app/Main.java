package io.gradstream.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: {@code gradstream COMMAND}. */
@Command(
    name = "gradstream",
    description = "Learns while the data flows.",
    mixinStandardHelpOptions = true,
    version = "gradstream 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      TrainCommand.class,
      ReplayCommand.class,
      ProduceCommand.class,
      WatchCommand.class,
      ExportCommand.class,
      CheckCommand.class,
      BrokerCommand.class,
      BenchCommand.class
    })
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code: 0 done, 1 failed while running, 2 wrongly asked. */
  public static void main(String[] arguments) {
    int code = execute(arguments);
    System.out.flush();
    Shutdown.exit(code);
  }

  /** Runs one command and leaves nothing behind in the JVM: for whoever has more to do in it. */
  static int run(String... arguments) {
    try {
      return execute(arguments);
    } finally {
      Shutdown.forget();
    }
  }

  private static int execute(String... arguments) {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler(Errors::wronglyAsked);
    commandLine.setExecutionExceptionHandler(Errors::failed);
    return commandLine.execute(arguments);
  }
}
