package io.gradstream.app;

import io.gradstream.app.train.Training;
import io.gradstream.app.train.TrainingListener;
import io.gradstream.config.Settings;
import io.gradstream.kafka.client.TopicsAdmin;
import io.gradstream.kafka.input.InputSettings.From;
import io.gradstream.pipeline.file.SampleFile;
import io.gradstream.pipeline.file.SampleFileReader;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The three parties of a demo around one broker: a producer that sends the flights, the learner,
 * and a consumer that follows the versions and ends it all when every flight is in one.
 */
final class DemoRun {
  private static final Duration LAST_SENT = Duration.ofSeconds(5);

  private final Settings settings;
  private final SampleFile file;
  private final boolean keepRunning;
  private final Training training;
  private final FileProducer sending;
  private final DemoScreen screen;
  private volatile @Nullable ModelVersion newest;
  private volatile @Nullable Throwable failure;

  /**
   * A demo over the samples of a file.
   *
   * @param rate how fast they are sent
   * @param keepRunning whether it goes on behind the last of them
   * @param watcher watches the learner
   */
  DemoRun(
      Settings settings,
      SampleFile file,
      Rate rate,
      boolean keepRunning,
      DemoScreen screen,
      TrainingListener watcher) {
    this.settings = settings;
    this.file = file;
    this.keepRunning = keepRunning;
    this.training = Training.ofTopic(settings, false, watcher);
    this.sending = new FileProducer(settings.kafka(), settings.input().firstTopic(), rate);
    this.screen = screen;
  }

  /** Runs to the end, or until {@link #stop}. */
  Map<String, Object> run() {
    long sent = prepare();
    Mono<Long> rest = producing(sent);
    Disposable follower = following();
    screen.begin(training.progress());
    try {
      Map<String, Object> summary = training.run();
      if (failure != null) {
        throw new IllegalStateException(failure.getMessage(), failure);
      }
      return summary;
    } finally {
      screen.end();
      follower.dispose();
      sending.stop();
      rest.onErrorComplete().block(LAST_SENT);
    }
  }

  void stop() {
    training.stop();
  }

  /** Whether a version holds every sample. */
  boolean isFinished() {
    ModelVersion last = newest;
    return last != null && learned(last) >= screen.total();
  }

  /** The newest version a consumer has seen. */
  @Nullable ModelVersion newest() {
    return newest;
  }

  private long prepare() {
    try (TopicsAdmin admin = new TopicsAdmin(settings.kafka())) {
      admin.createMissing(settings.topics(), 1);
      return admin.endOffset(settings.input().firstTopic(), 0);
    }
  }

  /** Sends what an earlier run has not, beginning now. */
  private Mono<Long> producing(long sent) {
    Mono<Long> producing =
        Mono.fromCallable(() -> produce(sent)).subscribeOn(Schedulers.boundedElastic()).cache();
    producing.subscribe(count -> {}, this::failed);
    return producing;
  }

  private long produce(long sent) throws IOException {
    try (SampleFileReader lines = file.read(1)) {
      lines.skip(sent);
      return sending.send(lines);
    }
  }

  private Disposable following() {
    return new PublishedVersions(settings).follow(From.LATEST).subscribe(this::seen, this::failed);
  }

  private void seen(ModelVersion version) {
    newest = version;
    screen.show(version, learned(version));
    if (isFinished() && !keepRunning) {
      stop();
    }
  }

  private long learned(ModelVersion version) {
    return version.offsets().next(settings.input().firstTopic(), 0).orElse(0);
  }

  private void failed(Throwable error) {
    failure = error;
    stop();
  }
}
