package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/**
 * A learner at full speed on bad days, for as long as {@code -Dsoak.minutes} says: at the end it
 * holds no more than at the beginning. The faults, drawn from {@code -Dsoak.seed}, are those that a
 * process lives through; {@code target/soak} has the table and the picture.
 */
class Soak {
  private static final int MINUTES = Integer.getInteger("soak.minutes", 30);
  private static final long SEED = Long.getLong("soak.seed", 1);

  private static final Duration LENGTH = Duration.ofMinutes(MINUTES);

  /** What is compared: the first and the last minutes, or thirds. */
  private static final Duration PART =
      Duration.ofMillis(Math.min(Duration.ofMinutes(5).toMillis(), LENGTH.toMillis() / 3));

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
  private static final int LOOKS_BETWEEN_FAULTS = 3;
  private static final double TOLERANCE = 0.02;

  private static final List<ChaosFault> FAULTS =
      List.of(
          ChaosFault.SLEEPING_LEARNER,
          ChaosFault.EVICTED_LEARNER,
          ChaosFault.KILLED_BROKER,
          ChaosFault.SLEEPING_BROKER,
          ChaosFault.ABORTED_INPUT,
          ChaosFault.GARBAGE);

  @TempDir private Path directory;

  private final SoakReport report = new SoakReport();

  @Test
  void train_atFullSpeedOnBadDays_holdsNoMoreAtTheEnd() throws IOException {
    List<String> options = List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError");
    try (ChaosStage stage = new ChaosStage(directory, 1, options, "http: {port: 0}")) {
      StatusPages pages = StatusPages.of(stage.learner(0));
      try (SoakFeed feed = SoakFeed.start(stage.trial(), pages, Samples.flights())) {
        SoakProbe probe = SoakProbe.of(stage.trial(), stage.learner(0), pages);
        soak(stage, probe);
        feed.stop();
        requireAll(stage, pages, feed);
      }
    } finally {
      report.write(Path.of("target", "soak"));
    }
    requireSteady();
  }

  private void soak(ChaosStage stage, SoakProbe probe) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int look = 1; probe.age().compareTo(LENGTH) < 0; look++) {
      Mono.delay(BETWEEN_LOOKS).block();
      report.add(probe.look());
      if (look % LOOKS_BETWEEN_FAULTS == 0) {
        ChaosFault fault = FAULTS.get(random.nextInt(FAULTS.size()));
        report.event(probe.age(), fault.name());
        fault.strike(stage, random);
        stage.removeLearned();
      }
    }
  }

  private static void requireAll(ChaosStage stage, StatusPages pages, SoakFeed feed) {
    String all = Long.toString(feed.samples());
    pages.await("/metrics", answer -> pages.learned() == feed.samples(), all);
    stage.stopLearners();
    String deadLetters = stage.trial().settings().topics().deadLetter();
    // Litter lies on this topic too.
    assertThat(stage.trial().committed().records(deadLetters))
        .filteredOn(letter -> new String(letter.value(), UTF_8).startsWith("broken"))
        .hasSize((int) feed.broken());
  }

  private void requireSteady() {
    requireSteady("live heap", SoakSample::heapBytes);
    requireSteady("threads", SoakSample::threads);
    requireSteady("descriptors", SoakSample::descriptors);
    // Those of the pool come and go: there are never more of them than there were before.
    assertThat(report.largest(SoakSample::pooled, 0.75, 1))
        .as("threads of the elastic pool")
        .isLessThanOrEqualTo(report.largest(SoakSample::pooled, 0, 0.75));
    for (String topic : report.topics()) {
      assertThat(report.largest(topic, 0.75, 1))
          .as(topic)
          .isLessThanOrEqualTo(2 * report.largest(topic, 0.25, 0.75) + (1 << 20));
    }
  }

  private void requireSteady(String what, ToDoubleFunction<SoakSample> figure) {
    assertThat(report.last(PART, figure))
        .as(what)
        .isLessThanOrEqualTo((1 + TOLERANCE) * report.first(PART, figure));
  }
}
