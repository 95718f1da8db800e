package io.gradstream.jmh;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.BatchSettings;
import io.gradstream.learn.Learner;
import io.gradstream.learn.LearnerSettings;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.optim.Sgd;
import io.gradstream.replica.ModelReplica;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * How many samples a replica of the linear model of ten numbers predicts a second on eight threads,
 * while versions come and while none does, in turn. Arguments: versions a second, seconds of each,
 * how often.
 */
public final class ReplicaThroughput {
  private static final int THREADS = 8;
  private static final byte[] SAMPLE = sample();

  private final Learner learner = learner();
  private final Sinks.Many<AssembledVersion> published =
      Sinks.many().unicast().onBackpressureBuffer();
  private final Scheduler threads =
      Schedulers.newBoundedElastic(THREADS, Integer.MAX_VALUE, "predict", 60, true);

  private ReplicaThroughput() {}

  /** Measures and prints. */
  public static void main(String[] arguments) {
    int versions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    int turns = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
    new ReplicaThroughput().measure(versions, Duration.ofSeconds(seconds), turns);
  }

  private void measure(int versions, Duration length, int turns) {
    try (ModelReplica replica =
        ModelReplica.follow((topic, model) -> published.asFlux(), "topic", "m")) {
      publish();
      perSecond(replica, length);
      for (int turn = 0; turn < turns; turn++) {
        long without = perSecond(replica, length);
        Disposable publishing =
            Flux.interval(Duration.ofNanos(1_000_000_000L / versions))
                .onBackpressureDrop()
                .subscribe(tick -> publish());
        long with = perSecond(replica, length);
        publishing.dispose();
        System.out.printf(
            Locale.ROOT,
            "%,d predictions/s, %,d with %d versions/s (%.3f), at version %d%n",
            without,
            with,
            versions,
            (double) with / without,
            replica.version().orElseThrow().version());
      }
    }
  }

  private static Learner learner() {
    return new Learner(
        "m",
        new LearnerSettings(
            42,
            new SampleSettings(
                IntStream.range(0, 10)
                    .<FeatureSettings>mapToObj(i -> new FeatureSettings.Numeric("x" + i))
                    .toList(),
                new LabelSettings("y", LabelSettings.Type.NUMERIC)),
            new ModelSettings(List.of(new LayerSettings.Linear(1))),
            new Mse(),
            new Sgd.Settings(0.01),
            new ScheduleSettings.Constant(),
            Optional.empty(),
            new BatchSettings(BatchSettings.Mode.SINGLE, 1, Optional.empty(), 1)));
  }

  private void publish() {
    AssembledVersion version =
        new AssembledVersion(
            learner.snapshot(Offsets.none(), Instant.EPOCH).version(), Optional.empty(), 1, 1);
    published.emitNext(version, Sinks.EmitFailureHandler.FAIL_FAST);
  }

  private long perSecond(ModelReplica replica, Duration length) {
    AtomicBoolean done = new AtomicBoolean();
    Mono<Long> predicting =
        Flux.range(0, THREADS)
            .flatMap(i -> Mono.fromCallable(() -> predict(replica, done)).subscribeOn(threads))
            .reduce(Long::sum)
            .cache();
    predicting.subscribe();
    Mono.delay(length).doOnNext(tick -> done.set(true)).block();
    Long count = predicting.block();
    return count == null ? 0 : count * 1_000 / length.toMillis();
  }

  private static long predict(ModelReplica replica, AtomicBoolean done) {
    long count = 0;
    double sum = 0;
    while (!done.get()) {
      for (int i = 0; i < 64; i++) {
        sum += replica.predict(SAMPLE).value();
      }
      count += 64;
    }
    return Double.isNaN(sum) ? 0 : count;
  }

  private static byte[] sample() {
    StringBuilder json = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      json.append(i == 0 ? '{' : ',').append("\"x").append(i).append("\":0.").append(i + 1);
    }
    return json.append('}').toString().getBytes(UTF_8);
  }
}
