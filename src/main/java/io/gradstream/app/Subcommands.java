package io.gradstream.app;

import io.gradstream.app.output.Console;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands in the order of the help. One that is not asked for is no more than its line there,
 * and loads nothing of what it would need.
 */
final class Subcommands {
  /** What picocli replaces by the arguments that a file holds, which may name any command. */
  private static final String ARGUMENT_FILE = "@";

  private static final List<Subcommand> ALL =
      List.of(
          new Subcommand(DemoCommand.class, DemoCommand::new),
          new Subcommand(TrainCommand.class, TrainCommand::new),
          new Subcommand(ReplayCommand.class, ReplayCommand::new),
          new Subcommand(TuneCommand.class, TuneCommand::new),
          new Subcommand(ProduceCommand.class, ProduceCommand::new),
          new Subcommand(WatchCommand.class, WatchCommand::new),
          new Subcommand(ControlCommand.class, ControlCommand::new),
          new Subcommand(HistoryCommand.class, HistoryCommand::new),
          new Subcommand(PredictCommand.class, PredictCommand::new),
          new Subcommand(ServeCommand.class, ServeCommand::new),
          new Subcommand(ExportCommand.class, ExportCommand::new),
          new Subcommand(CheckCommand.class, CheckCommand::new),
          new Subcommand(BrokerCommand.class, BrokerCommand::new),
          new Subcommand(BenchCommand.class, BenchCommand::new),
          new Subcommand(SimulateCommand.class, SimulateCommand::new));

  /** A command, and how it is made. */
  private record Subcommand(
      Class<? extends Callable<Integer>> type, Function<Console, Callable<Integer>> made) {
    String name() {
      return annotation().name();
    }

    CommandSpec listed() {
      CommandSpec spec = CommandSpec.create().name(name());
      spec.usageMessage().description(annotation().description());
      return spec;
    }

    private Command annotation() {
      return type.getAnnotation(Command.class);
    }
  }

  private Subcommands() {}

  /** Adds them to a command line, ready to run where these arguments may ask for them. */
  static void addTo(CommandLine commandLine, Console console, String... arguments) {
    for (Subcommand each : ALL) {
      boolean asked = Arrays.stream(arguments).anyMatch(word -> mayMean(word, each.name()));
      Object command = asked ? each.made().apply(console) : each.listed();
      commandLine.addSubcommand(each.name(), command);
    }
  }

  private static boolean mayMean(String argument, String name) {
    return argument.equals(name) || argument.startsWith(ARGUMENT_FILE);
  }
}
