package io.gradstream.app;

import io.gradstream.config.Settings;
import io.gradstream.kafka.input.InputSettings.From;
import io.gradstream.version.ModelVersion;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import reactor.core.Disposable;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Mono;

/** The versions of one model as its consumers see them come, from the first on. */
final class Versions implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final ConnectableFlux<ModelVersion> seen;
  private final Disposable following;

  private Versions(ConnectableFlux<ModelVersion> seen) {
    this.seen = seen;
    this.following = seen.connect();
  }

  /** Follows a model from here on; its topic must exist. */
  static Versions of(Settings settings) {
    return new Versions(new PublishedVersions(settings).follow(From.EARLIEST).replay());
  }

  /** The first version that has learned so many samples. */
  Mono<ModelVersion> with(long samples) {
    return seen.filter(version -> version.samples() >= samples).next();
  }

  /** Every version up to the first that has learned so many samples. */
  List<ModelVersion> upTo(long samples) {
    return until(version -> version.samples() >= samples);
  }

  private List<ModelVersion> until(Predicate<ModelVersion> last) {
    return seen.takeUntil(last).collectList().blockOptional(PATIENCE).orElseThrow();
  }

  @Override
  public void close() {
    following.dispose();
  }
}
