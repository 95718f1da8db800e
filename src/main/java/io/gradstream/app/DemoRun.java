package io.gradstream.app;

import io.gradstream.config.Settings;
import io.gradstream.kafka.InputSettings.From;
import io.gradstream.kafka.ParametersFollower;
import io.gradstream.kafka.SampleProducer;
import io.gradstream.kafka.TopicsAdmin;
import io.gradstream.learn.ModelVersion;
import io.gradstream.pipeline.LearningListener;
import io.gradstream.pipeline.LineReader;
import io.gradstream.pipeline.SampleFile;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The three parties of a demo around one broker: a producer that sends the flights, the learner,
 * and a consumer that follows the versions and ends it all when every flight is in one.
 */
final class DemoRun {
  private final Settings settings;
  private final SampleFile file;
  private final double rate;
  private final boolean keepRunning;
  private final Training training;
  private final DemoScreen screen;
  private volatile @Nullable ModelVersion newest;
  private volatile @Nullable Throwable failure;

  /**
   * A demo over the samples of a file.
   *
   * @param rate samples sent a second
   * @param keepRunning whether it goes on behind the last of them
   */
  DemoRun(Settings settings, SampleFile file, double rate, boolean keepRunning) {
    this.settings = settings;
    this.file = file;
    this.rate = rate;
    this.keepRunning = keepRunning;
    this.training = new Training(settings, false, false, new LearningListener() {});
    this.screen = new DemoScreen(file.count());
  }

  /** Runs to the end, or until {@link #stop}. */
  Map<String, Object> run() throws IOException {
    long sent = prepare();
    Disposable parties = Disposables.composite(producing(sent), following());
    try {
      Map<String, Object> summary = training.run();
      screen.end();
      if (failure != null) {
        throw new IllegalStateException(failure.getMessage(), failure);
      }
      return summary;
    } finally {
      parties.dispose();
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
      return admin.endOffset(settings.input().topic(), 0);
    }
  }

  private Disposable producing(long sent) {
    return Mono.<Void>fromCallable(
            () -> {
              produce(sent);
              return null;
            })
        .subscribeOn(Schedulers.boundedElastic())
        .subscribe(nothing -> {}, this::failed);
  }

  private void produce(long sent) throws IOException {
    OptionalDouble perSecond = OptionalDouble.of(rate);
    try (LineReader lines = file.read(1);
        SampleProducer producer =
            new SampleProducer(settings.kafka(), settings.input().topic(), perSecond)) {
      lines.skip(sent);
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        producer.send(line);
      }
      producer.flush();
    }
  }

  private Disposable following() {
    return new ParametersFollower(settings.kafka(), settings.topics().parameters())
        .follow(From.LATEST)
        .map(published -> Formats.decode(published.value()))
        .subscribe(this::seen, this::failed);
  }

  private void seen(ModelVersion version) {
    newest = version;
    screen.show(version, learned(version));
    if (isFinished() && !keepRunning) {
      stop();
    }
  }

  private long learned(ModelVersion version) {
    return version.offsets().next(settings.input().topic(), 0).orElse(0);
  }

  private void failed(Throwable error) {
    failure = error;
    stop();
  }
}
