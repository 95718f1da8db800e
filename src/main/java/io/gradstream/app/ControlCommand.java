package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.app.output.Json;
import io.gradstream.app.train.UsageException;
import io.gradstream.codec.CommandCodec;
import io.gradstream.config.Settings;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.control.CommandSender;
import io.gradstream.version.control.AppliedCommand;
import io.gradstream.version.control.Command;
import io.gradstream.version.control.ControlState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code control}: tells a learner what to do while it learns. */
@picocli.CommandLine.Command(
    name = "control",
    description = "Pauses, resumes or steers a learner, and lists what it was told.")
final class ControlCommand implements Callable<Integer> {
  /** What stands behind a command and is no number. */
  private static final Set<String> TEXTS = Set.of("field", "challenger");

  @Parameters(
      arity = "1..2",
      paramLabel = "COMMAND",
      description =
          "pause | resume | publish | rate RATE | rollback VERSION: of those that history keeps |"
              + " reset-scaler FIELD | promote CHALLENGER | list: what was applied, a JSON line each, for replay --control")
  private List<String> words = List.of();

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--offsets",
      paramLabel = "now|then",
      description =
          "of a rollback: go on with what comes next, or learn again what came behind the version"
              + " (${DEFAULT-VALUE})",
      defaultValue = "now")
  private String offsets = "now";

  @Mixin private CommonOptions common = new CommonOptions();

  private final Console console;

  ControlCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (words.equals(List.of("list"))) {
      list(config.readToConnect(console));
      return 0;
    }
    Command command = command();
    Settings settings = config.readToConnect(console);
    String topic = settings.topics().control().orElseThrow();
    new TopicsOnDemand(settings).createWritten();
    try (CommandSender sender = new CommandSender(settings.kafka(), topic)) {
      Map<String, Object> told = new LinkedHashMap<>(command.tree());
      told.put("offset", sender.send(command).join());
      console.out().println(Json.line(told));
      return 0;
    } catch (CompletionException failure) {
      throw failure.getCause() instanceof KafkaFailure kafka ? kafka : failure;
    }
  }

  private Command command() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("command", words.get(0));
    if (words.size() > 1) {
      String word = words.get(1);
      tree.put(argument(), TEXTS.contains(argument()) ? word : number(word));
    }
    if (!offsets.equals("now")) {
      tree.put("offsets", offsets);
    }
    try {
      return Command.of(tree);
    } catch (IllegalArgumentException e) {
      throw new UsageException("control: " + e.getMessage());
    }
  }

  private String argument() {
    return switch (words.get(0)) {
      case "rate" -> "rate";
      case "rollback" -> "version";
      case "reset-scaler" -> "field";
      case "promote" -> "challenger";
      default ->
          throw new UsageException(
              "control: %s takes nothing behind it: %s".formatted(words.get(0), words.get(1)));
    };
  }

  private static Object number(String word) {
    try {
      return word.matches("\\d{1,18}") ? (Object) Long.valueOf(word) : Double.valueOf(word);
    } catch (NumberFormatException e) {
      return word;
    }
  }

  /** Each version has the newest of them, and the topic some versions. */
  private void list(Settings settings) {
    Map<Long, AppliedCommand> applied = new TreeMap<>();
    new PublishedVersions(settings)
        .history()
        .doOnNext(
            version ->
                ControlState.of(version.head().control())
                    .applied()
                    .forEach(each -> applied.put(each.offset(), each)))
        .blockLast();
    applied.values().forEach(each -> console.out().println(new CommandCodec().text(each.tree())));
  }
}
