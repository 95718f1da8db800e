package io.gradstream.app;

import io.gradstream.config.Settings;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option of every command that needs a configuration. */
final class ConfigOption {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "the configuration, a YAML file; config/reference.yaml has every key")
  private Path file = Path.of("");

  Settings read() {
    return Settings.read(file);
  }

  Path file() {
    return file;
  }
}
