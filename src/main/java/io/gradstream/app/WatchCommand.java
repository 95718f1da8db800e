package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.codec.block.VersionOutline;
import io.gradstream.config.Settings;
import io.gradstream.kafka.input.InputSettings.From;
import io.gradstream.version.ModelBlocks;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** {@code watch}: the parameters topic as a consumer sees it. */
@Command(name = "watch", description = "Follows the parameters topic and prints each version.")
final class WatchCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--from-beginning", description = "print every version the topic still holds")
  private boolean fromBeginning;

  @Option(
      names = "--from",
      paramLabel = "N",
      description = "print the versions from N on that history keeps, then those to come")
  private @Nullable Long since;

  @Option(names = "--json", description = "print whole versions, a JSON line each")
  private boolean json;

  @Mixin private CommonOptions common = new CommonOptions();

  private final Console console;

  WatchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Settings settings = config.readToConnect(console);
    Sinks.Empty<Void> signal = Sinks.empty();
    Shutdown.onSignal(signal::tryEmitEmpty);
    Mono.fromRunnable(() -> begin(settings))
        .subscribeOn(Schedulers.boundedElastic())
        .thenMany(Flux.defer(() -> versions(settings)))
        .doOnNext(this::print)
        .takeUntilOther(signal.asMono())
        .blockLast();
    return 0;
  }

  private void begin(Settings settings) {
    new TopicsOnDemand(settings).createWritten();
    console
        .err()
        .printf(
            "following topic %s at %s, Ctrl-C ends it%n",
            settings.topics().parameters(), settings.kafka().bootstrapServers());
  }

  private Flux<AssembledVersion> versions(Settings settings) {
    Flux<AssembledVersion> published = new PublishedVersions(settings).arriving(from());
    if (since == null) {
      return published;
    }
    long newest = printKept(settings, since);
    return published.filter(version -> version.head().version() > newest);
  }

  /** Prints what is kept from a version on, and says what the last was, or the one before it. */
  private long printKept(Settings settings, long from) {
    AtomicLong newest = new AtomicLong(from - 1);
    new KeptHistory(settings)
        .required()
        .forEach(
            version -> {
              if (version.head().version() >= from) {
                print(version);
                newest.set(version.head().version());
              }
            });
    return newest.get();
  }

  private From from() {
    return fromBeginning ? From.EARLIEST : From.LATEST;
  }

  private void print(VersionOutline kept) {
    console.out().println(json ? text(kept.json()) : new VersionLine(kept.head()).text());
  }

  private void print(AssembledVersion version) {
    console.out().println(json ? jsonLine(version) : line(version));
  }

  /** For people, and of a version that came in blocks how much that was. */
  private static String line(AssembledVersion version) {
    String line = new VersionLine(version.head()).text();
    return version.blocks().isEmpty()
        ? line
        : line
            + String.format(
                Locale.ROOT, "  (%,d records, %,.1f kB)", version.records(), version.bytes() / 1e3);
  }

  /** In whichever format it was published; without its parameters if it came in blocks. */
  private static String jsonLine(AssembledVersion version) {
    return text(
        new VersionOutline(version.head(), version.blocks().map(ModelBlocks::parameters)).json());
  }

  private static String text(byte[] line) {
    return new String(line, StandardCharsets.UTF_8);
  }
}
