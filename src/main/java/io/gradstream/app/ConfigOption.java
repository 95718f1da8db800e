package io.gradstream.app;

import io.gradstream.config.Settings;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that every command with a configuration shares. */
final class ConfigOption {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "the configuration, a YAML file")
  Path file = Path.of("");

  @Option(names = "--verbose", description = "show stack traces")
  boolean verbose;

  Settings read() {
    return Settings.read(file);
  }
}
