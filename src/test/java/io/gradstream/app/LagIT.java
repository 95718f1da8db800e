package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The lag is what can be learned and is not: 0 where nothing is left, whatever takes offsets. */
@Timeout(180)
@ExtendWith(SharedBroker.class)
class LagIT {
  private static final String SAMPLE = "{\"x\": 1, \"y\": 1}";
  private static final String HTTP = "http: {port: 0}";

  @TempDir private Path directory;

  @Test
  void lag_behindMarkersAndAbortedRecords_isNothing() throws IOException {
    Trial trial = Trial.ofLine(directory, HTTP);
    trial.createTopics(3);
    TopicOwner owner = TopicOwner.of(trial);
    owner.sendInTransactions(0, SAMPLE, SAMPLE);
    owner.sendAndAbort(1, SAMPLE, SAMPLE);
    owner.sendInTransactions(2, SAMPLE);
    owner.sendAndAbort(2, SAMPLE, SAMPLE);
    Map<Integer, Long> none = Map.of(0, 0L, 1, 0L, 2, 0L);
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(seen.with(3));
      StatusPages.of(learner).awaitLag(none);
      // It grows for nothing.
      owner.sendAndAbort(1, SAMPLE);
      owner.sendInTransactions(1, SAMPLE);
      learner.await(seen.with(4));
      StatusPages.of(learner).awaitLag(none);
      learner.kill();
    }

    // Again with nothing to read.
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(learner.says("reading ["));
      StatusPages.of(learner).awaitLag(none);
      learner.terminate().requireDone();
    }
  }

  @Test
  void lag_ofAPartitionThatIsAdded_isShownAndFalls() throws IOException {
    Trial trial = Trial.ofLine(directory, HTTP);
    trial.createTopics(1);
    TopicOwner owner = TopicOwner.of(trial);
    owner.send(0, SAMPLE);
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(seen.with(1));
      owner.growTo(2);
      owner.sendAndAbort(1, SAMPLE, SAMPLE);
      StatusPages.of(learner).awaitLag(Map.of(0, 0L, 1, 0L));
      owner.send(1, SAMPLE);
      learner.await(seen.with(2));
      StatusPages.of(learner).awaitLag(Map.of(0, 0L, 1, 0L));
      learner.terminate().requireDone();
    }
  }

  @Test
  void lag_inFullModeBehindMarkers_isNothingFromTheFirstVersionOn() throws IOException {
    Trial trial = Trial.ofLine(directory, HTTP, "batch: {mode: full, epochs: 1000000}");
    trial.createTopics(2);
    TopicOwner owner = TopicOwner.of(trial);
    owner.sendInTransactions(0, SAMPLE, SAMPLE, SAMPLE);
    owner.sendAndAbort(0, SAMPLE);
    owner.sendAndAbort(1, SAMPLE, SAMPLE);
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(seen.with(3));
      StatusPages pages = StatusPages.of(learner);
      pages.awaitLag(Map.of(0, 0L, 1, 0L));
      for (int i = 0; i < 20; i++) {
        assertThat(pages.lag()).isEqualTo(Map.of(0, 0L, 1, 0L));
      }
      learner.kill();
    }
  }

  @Test
  void lag_whileNothingCanBePublished_isWhatIsNotInAVersion() throws IOException {
    Trial trial =
        Trial.ofLine(
            directory,
            "http: {port: 0, readyWithin: 2m}",
            "publish: {everySteps: 1000, everyInterval: 1m}");
    trial.createTopics(1);
    TopicOwner owner = TopicOwner.of(trial);
    owner.sendInTransactions(0, SAMPLE, SAMPLE, SAMPLE);
    owner.sendAndAbort(0, SAMPLE);
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      StatusPages pages = StatusPages.of(learner);
      pages.await(
          "/metrics",
          200,
          "gradstream_samples_total{model=\"%s\"} 3.0".formatted(trial.settings().modelName()));

      pages.awaitLag(Map.of(0, 3L));

      owner.send(0, Collections.nCopies(4, SAMPLE));
      pages.awaitLag(Map.of(0, 7L));
      learner.terminate().requireDone();
    }
  }
}
