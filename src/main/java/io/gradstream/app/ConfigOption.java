package io.gradstream.app;

import io.gradstream.config.Settings;
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

  Settings read() {
    return Settings.read(file);
  }

  /** The same for who learns by it: warns of what it sets to no effect. */
  Settings readToLearn() {
    Settings settings = read();
    IneffectiveSettings.of(settings).forEach(LOG::warn);
    return settings;
  }

  Path file() {
    return file;
  }
}
