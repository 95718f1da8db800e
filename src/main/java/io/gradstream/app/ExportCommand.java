package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.app.output.Json;
import io.gradstream.app.output.OutputFile;
import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.config.Settings;
import io.gradstream.kafka.follow.VersionsFollower;
import io.gradstream.version.ModelVersion;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code export}: a published model as a file. */
@Command(
    name = "export",
    description = "Writes the newest published model, or an older one, as a safetensors file.")
final class ExportCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FILE",
      description = "the file to write, or - for standard output")
  private Path to = Path.of("");

  @Option(
      names = "--version",
      paramLabel = "N",
      description = "the version, which history may have; the newest unless said")
  private @Nullable Long number;

  @Mixin private CommonOptions common = new CommonOptions();

  private final Console console;

  ExportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Settings settings = config.readToConnect(console);
    OutputFile file = OutputFile.replaced("--to", to);
    OutputFile.requireDistinct(List.of(config.file()), List.of(file));
    ModelVersion version = find(settings);
    file.replace(new SafetensorsVersionCodec().encode(version), console);
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("model", version.model());
    told.put("version", version.version());
    told.put("file", to.toString());
    Console summary = file.isStandardOutput() ? console.besideResults() : console;
    summary.out().println(Json.line(told));
    return 0;
  }

  private ModelVersion find(Settings settings) {
    Found found = new Found();
    new PublishedVersions(settings).history().doOnNext(found::see).blockLast();
    String topic = settings.topics().parameters();
    if (found.newest == null) {
      throw VersionsFollower.noVersion(topic, settings.modelName());
    }
    if (found.wanted == null && number != null) {
      return new KeptHistory(settings).find(number).orElseThrow(() -> notThere(found, settings));
    }
    return found.wanted().version();
  }

  private IllegalStateException notThere(Found found, Settings settings) {
    return new IllegalStateException(
        "topic %s has version %d of model %s no more or not yet: it goes from %d to %d, and"
                .formatted(
                    settings.topics().parameters(),
                    number,
                    settings.modelName(),
                    found.oldest,
                    found.newest())
            + " compaction keeps but the newest; history would have those it keeps");
  }

  /** What the topic has. */
  private final class Found {
    private long oldest;
    private @Nullable ModelVersion newest;
    private @Nullable AssembledVersion wanted;

    void see(AssembledVersion arrived) {
      ModelVersion version = arrived.head();
      oldest = newest == null ? version.version() : oldest;
      newest = version;
      if (number == null || number == version.version()) {
        wanted = arrived;
      }
    }

    AssembledVersion wanted() {
      return Objects.requireNonNull(wanted);
    }

    long newest() {
      return newest == null ? 0 : newest.version();
    }
  }
}
