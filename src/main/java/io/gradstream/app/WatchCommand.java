package io.gradstream.app;

import io.gradstream.config.Settings;
import io.gradstream.kafka.InputSettings.From;
import io.gradstream.kafka.ParametersFollower;
import io.gradstream.kafka.PublishedRecord;
import io.gradstream.kafka.TopicsAdmin;
import io.gradstream.learn.ModelVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import reactor.core.publisher.Sinks;

/** {@code watch}: the parameters topic as a consumer sees it. */
@Command(
    name = "watch",
    description = "Follows the parameters topic and prints each version.",
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--from-beginning", description = "print every version the topic still holds")
  private boolean fromBeginning;

  @Option(names = "--json", description = "print whole versions, a JSON line each")
  private boolean json;

  @Override
  public Integer call() {
    Settings settings = config.read();
    try (TopicsAdmin admin = new TopicsAdmin(settings.kafka())) {
      admin.createMissing(settings.topics(), 1);
    }
    Sinks.Empty<Void> signal = Sinks.empty();
    Shutdown.onSignal(signal::tryEmitEmpty);
    new ParametersFollower(settings.kafka(), settings.topics().parameters())
        .follow(fromBeginning ? From.EARLIEST : From.LATEST)
        .filter(published -> published.key().equals(settings.modelName()))
        .doOnNext(this::print)
        .takeUntilOther(signal.asMono())
        .blockLast();
    return 0;
  }

  private void print(PublishedRecord published) {
    ModelVersion version = Formats.decode(published.value());
    System.out.println(json ? Formats.jsonLine(version) : VersionLine.of(version));
  }
}
