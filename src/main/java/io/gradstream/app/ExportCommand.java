package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.app.output.Json;
import io.gradstream.app.output.OutputFile;
import io.gradstream.app.train.SavedOptimizer;
import io.gradstream.app.train.UsageException;
import io.gradstream.codec.CheckpointCodec;
import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.codec.VersionFormat;
import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.config.Settings;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.follow.VersionsFollower;
import io.gradstream.kafka.restore.Decoders;
import io.gradstream.kafka.restore.Restore;
import io.gradstream.replica.KeyModels;
import io.gradstream.version.KeyModel;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Snapshot;
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

  @Option(
      names = "--key",
      paramLabel = "VALUE",
      description = "the newest model of this key, where perKey has a model for each")
  private @Nullable String key;

  @Option(
      names = "--with-state",
      description = "write the optimizer's state too, for PyTorch or model.initial to go on from")
  private boolean withState;

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
    if (key != null && (withState || number != null)) {
      throw new UsageException("--key must be given without --version and --with-state");
    }
    Snapshot found = withState ? findWithState(settings) : null;
    ModelVersion version = found == null ? find(settings) : whole(found);
    SafetensorsVersionCodec codec = new SafetensorsVersionCodec();
    file.replace(
        found == null
            ? codec.encode(version)
            : codec.encode(version, SavedOptimizer.of(found).file()),
        console);
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
      return new KeptHistory(settings)
          .find(number)
          .map(ExportCommand::whole)
          .orElseThrow(() -> notThere(found, settings));
    }
    ModelVersion version = found.wanted().version();
    return key == null ? version : found.ofKey(key, version);
  }

  /** The newest is on its topics; older ones have their state in history alone. */
  private Snapshot findWithState(Settings settings) {
    Decoders decoders = new Decoders(VersionFormat::decode, new CheckpointCodec()::decode);
    String topic = settings.topics().parameters();
    Snapshot newest =
        new Restore(new Clients(settings.kafka()), settings.topics(), decoders)
            .newest(settings.modelName())
            .orElseThrow(() -> VersionsFollower.noVersion(topic, settings.modelName()));
    if (number == null || number == newest.version().version()) {
      return newest;
    }
    return new KeptHistory(settings)
        .find(number)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "version %d of model %s has no state any more or not yet: topic %s has that of"
                            .formatted(number, settings.modelName(), settings.topics().state())
                        + " the newest, %d, and history that of those it keeps"
                            .formatted(newest.version().version())));
  }

  /** A version that came in blocks has no parameters of its own. */
  private static ModelVersion whole(Snapshot found) {
    ModelVersion head = found.version();
    return found
        .blocks()
        .map(blocks -> head.with(ModelBlocks.tensors(blocks.parameters())))
        .orElse(head);
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
    private final KeyModels keys = new KeyModels();

    void see(AssembledVersion arrived) {
      keys.accept(arrived);
      ModelVersion version = arrived.head();
      oldest = newest == null ? version.version() : oldest;
      newest = version;
      if (number == null || number == version.version()) {
        wanted = arrived;
      }
    }

    ModelVersion ofKey(String value, ModelVersion shared) {
      KeyModel model = keys.of(value);
      if (model == null) {
        throw new IllegalStateException(
            "key %s has no model in version %d of %s"
                .formatted(value, shared.version(), shared.model()));
      }
      return model.in(shared);
    }

    AssembledVersion wanted() {
      return Objects.requireNonNull(wanted);
    }

    long newest() {
      return newest == null ? 0 : newest.version();
    }
  }
}
