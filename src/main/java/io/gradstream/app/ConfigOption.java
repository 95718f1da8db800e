package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.config.Settings;
import io.gradstream.config.SettingsFile;
import io.gradstream.kafka.client.ListenerProbe;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The option of every command that needs a configuration. */
final class ConfigOption {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigOption.class);

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "the configuration, a YAML file; config/reference.yaml has every key")
  private Path file = Path.of("");

  /** Its settings; what of them must not be shown, the console conceals from here on. */
  Settings read(Console console) {
    return read(file, console);
  }

  /** The same for who needs a broker: one that is spoken to in the wrong way says so at once. */
  Settings readToConnect(Console console) {
    Settings settings = read(console);
    new ListenerProbe(settings.kafka()).requireSpokenTo();
    return settings;
  }

  /** The same of another file. */
  static Settings read(Path file, Console console) {
    SettingsFile read = SettingsFile.read(file, System.getenv());
    console.conceal(read.secrets());
    return read.settings();
  }

  /** The same for who learns by it: warns of what it sets to no effect. */
  Settings readToLearn(Console console) {
    Settings settings = read(console);
    IneffectiveSettings.of(settings).forEach(LOG::warn);
    return settings;
  }

  Path file() {
    return file;
  }
}
