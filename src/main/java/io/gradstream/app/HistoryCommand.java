package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.codec.block.VersionOutline;
import io.gradstream.config.Settings;
import io.gradstream.version.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code history}: the versions that are kept beyond the newest. */
@Command(
    name = "history",
    description = "Lists the versions that are kept beyond the newest, oldest first.")
final class HistoryCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--json", description = "print whole versions, a JSON line each")
  private boolean json;

  @Mixin private CommonOptions common = new CommonOptions();

  private final Console console;

  HistoryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Settings settings = config.readToConnect(console);
    new KeptHistory(settings).required().forEach(this::print);
    return 0;
  }

  private void print(VersionOutline version) {
    console
        .out()
        .println(json ? new String(version.json(), StandardCharsets.UTF_8) : line(version.head()));
  }

  private static String line(ModelVersion version) {
    return version.timestamp() + "  " + new VersionLine(version).text();
  }
}
