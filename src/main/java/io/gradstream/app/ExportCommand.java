package io.gradstream.app;

import io.gradstream.config.Settings;
import io.gradstream.kafka.ParametersFollower;
import io.gradstream.learn.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import reactor.core.publisher.Flux;

/** {@code export}: a published model as a file. */
@Command(
    name = "export",
    description = "Writes the newest published model, or an older one, as a safetensors file.")
final class ExportCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--to", required = true, paramLabel = "FILE", description = "the file to write")
  private Path to = Path.of("");

  @Option(
      names = "--version",
      paramLabel = "N",
      description = "the version; the newest unless said")
  private @Nullable Long number;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help message")
  private boolean help;

  @Override
  public Integer call() throws IOException {
    Settings settings = config.read();
    ModelVersion version = find(settings).orElseThrow(() -> missing(settings));
    Exports.write(version, to);
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("model", version.model());
    told.put("version", version.version());
    told.put("file", to.toString());
    System.out.println(Json.line(told));
    return 0;
  }

  private Optional<ModelVersion> find(Settings settings) {
    Flux<ModelVersion> history =
        new ParametersFollower(settings.kafka(), settings.topics().parameters())
            .history()
            .filter(published -> published.key().equals(settings.modelName()))
            .map(published -> Formats.decode(published.value()));
    Long wanted = number;
    return wanted == null
        ? history.takeLast(1).next().blockOptional()
        : history.filter(version -> version.version() == wanted).next().blockOptional();
  }

  private IllegalStateException missing(Settings settings) {
    String what = number == null ? "no version" : "no version " + number;
    return new IllegalStateException(
        "topic %s has %s of model %s (compaction keeps the newest ones)"
            .formatted(settings.topics().parameters(), what, settings.modelName()));
  }
}
