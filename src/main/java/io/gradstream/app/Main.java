package io.gradstream.app;

import io.gradstream.app.output.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line: {@code gradstream COMMAND}. */
@Command(
    name = "gradstream",
    description = "Learns while the data flows.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "gradstream COMMAND --help tells more. Exit codes: 0 done, 1 failed while",
      "running, 2 the command line or the configuration is wrong, 3 the memory ran",
      "out, 141 whoever read the results has gone."
    },
    version = "gradstream 0.1.0")
public final class Main {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "show the version")
  private boolean version;

  private Main() {}

  /** Runs one command and exits with its code: 0 done, 1 failed while running, 2 wrongly asked. */
  public static void main(String[] arguments) {
    Console console = Console.standard();
    // Logs, and whoever else has something to say, pass it too.
    System.setErr(console.err());
    Shutdown.install();
    Thread.setDefaultUncaughtExceptionHandler(new ErrorReport(console));
    int code = run(console, arguments);
    Shutdown.exit(code);
  }

  static int run(Console console, String... arguments) {
    CommandLine commandLine = new CommandLine(new Main());
    Subcommands.addTo(commandLine, console, arguments);
    for (CommandLine command : commandLine.getSubcommands().values()) {
      command.getCommandSpec().usageMessage().sortOptions(false);
    }
    commandLine.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    ErrorReport report = new ErrorReport(console);
    commandLine.setParameterExceptionHandler(report);
    commandLine.setExecutionExceptionHandler(report);
    commandLine.setExecutionStrategy(new CommandExecution());
    return commandLine.execute(arguments);
  }
}
