package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.codec.VersionFormat;
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

  private void print(ModelVersion version) {
    console.out().println(json ? jsonLine(version) : line(version));
  }

  private static String line(ModelVersion version) {
    return version.timestamp() + "  " + new VersionLine(version).text();
  }

  private static String jsonLine(ModelVersion version) {
    return new String(VersionFormat.JSON.codec().encode(version), StandardCharsets.UTF_8);
  }
}
