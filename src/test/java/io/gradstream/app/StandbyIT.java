package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Of several learners of one name one learns, and the others are there when it is gone. */
@ExtendWith(SharedBroker.class)
class StandbyIT {
  private static final List<String> FLIGHTS = Samples.flights();
  private static final String STANDING_BY = "standing by";
  private static final String HTTP = "http: {port: 0}";
  private static final String PUBLISH = "publish: {format: safetensors}";

  @TempDir private Path directory;

  /** At default settings. The versions that count are those that a consumer sees. */
  @Test
  void train_whoseActiveOneIsKilled_takesOverWithinTenSeconds() throws IOException {
    Trial trial = Trial.of(directory, "flights", PUBLISH);
    trial.send(FLIGHTS.subList(0, 2_000));
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm first = OwnJvm.start(trial.command("train"))) {
      first.await(seen.with(2_000));
      try (OwnJvm second = OwnJvm.start(trial.command("train"))) {
        second.await(second.says(STANDING_BY));
        trial.send(FLIGHTS.subList(2_000, 3_000));
        first.await(seen.with(3_000));
        trial.send(FLIGHTS.subList(3_000, FLIGHTS.size()));

        first.kill();
        long killedNs = System.nanoTime();
        second.await(seen.with(FLIGHTS.size()));

        assertThat(Duration.ofNanos(System.nanoTime() - killedNs)).isLessThan(ofTakeOver());
        second.terminate().requireDone();
      }
      requireUndisturbed(trial, seen);
    }
  }

  private static Duration ofTakeOver() {
    return Duration.ofSeconds(10);
  }

  /** One after the other leaves and comes back while samples come, of which each learns some. */
  @Test
  void train_twoRestartedOneAfterTheOther_endAsIfUndisturbed() throws IOException {
    Trial trial = Trial.of(directory, "flights", PUBLISH);
    trial.createTopics(1);
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm first = OwnJvm.start(trial.command("train"));
        OwnJvm second = standbyOf(trial, first)) {
      Mono<Void> sent = begun(trial.sendSteadily(FLIGHTS.subList(0, 8_000), 2_000));
      first.await(seen.with(3_000));
      first.terminate().requireDone();
      second.await(second.says("reading ["));
      sent = begun(sent.then(trial.sendSteadily(FLIGHTS.subList(8_000, 16_000), 2_000)));
      try (OwnJvm third = standbyOf(trial, second)) {
        second.await(seen.with(11_000));
        second.terminate().requireDone();
        third.await(third.says("reading ["));
        begun(sent.then(trial.sendSteadily(FLIGHTS.subList(16_000, FLIGHTS.size()), 2_000)));
        third.await(seen.with(FLIGHTS.size()));
        third.terminate().requireDone();
      }
      requireUndisturbed(trial, seen);
    }
  }

  private static Mono<Void> begun(Mono<Void> sending) {
    Mono<Void> begun = sending.cache();
    var unused = begun.subscribe();
    return begun;
  }

  private static OwnJvm standbyOf(Trial trial, OwnJvm active) {
    active.await(active.says("reading ["));
    OwnJvm standby = OwnJvm.start(trial.command("train"));
    standby.await(standby.says(STANDING_BY));
    return standby;
  }

  /** A stop hands over at once, not when a session has timed out. */
  @Test
  void readyz_ofAStandby_isGreenAndSaysWhichIsWhich() throws IOException {
    Trial trial = Trial.of(directory, "flights", PUBLISH, HTTP);
    trial.createTopics(1);
    try (OwnJvm first = OwnJvm.start(trial.command("train"))) {
      StatusPages active = StatusPages.of(first);
      active.await("/readyz", 200, "role: active\n");
      try (OwnJvm second = OwnJvm.start(trial.command("train"))) {
        StatusPages standby = StatusPages.of(second);

        assertThat(standby.await("/readyz", 200, "role: standby, process "))
            .contains("is learning " + trial.settings().modelName());
        standby.await("/metrics", 200, active(trial, 0));
        active.await("/metrics", 200, active(trial, 1));

        first.terminate().requireDone();
        long stoppedNs = System.nanoTime();
        standby.await("/readyz", 200, "role: active\n");
        assertThat(Duration.ofNanos(System.nanoTime() - stoppedNs)).isLessThan(ofHandOver());
        standby.await("/metrics", 200, active(trial, 1));
      }
    }
  }

  private static Duration ofHandOver() {
    return Duration.ofSeconds(4);
  }

  private static String active(Trial trial, int value) {
    return "gradstream_active{model=\"%s\"} %d.0".formatted(trial.settings().modelName(), value);
  }

  /** It is refused as it would be alone, and nobody is worse off. */
  @Test
  void train_ofAnotherConfiguration_leavesTheActiveOneAlone() throws IOException {
    Trial trial = Trial.of(directory, "flights", PUBLISH);
    trial.send(FLIGHTS.subList(0, 2_000));
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm healthy = OwnJvm.start(trial.command("train"))) {
      healthy.await(seen.with(2_000));
      Trial other = trial.with("optimizer: {type: sgd, learningRate: 0.5}");

      CommandRun refused = CommandRun.inThisJvm(other.command("train"));

      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err().get(refused.err().size() - 1)).contains("with --evolve");
      trial.send(FLIGHTS.subList(2_000, FLIGHTS.size()));
      healthy.await(seen.with(FLIGHTS.size()));
      CommandRun run = healthy.terminate().requireDone();
      assertThat(run.err()).noneMatch(line -> line.contains(" WARN "));
      Gapless.require(seen.upTo(FLIGHTS.size()));
    }
  }

  /** It has its dead predecessor's place, and is not taken for it. */
  @Test
  void train_besideOneThatWasKilledAndStartedAgain_standsBy() throws IOException {
    Trial trial = Trial.of(directory, "flights", PUBLISH);
    trial.createTopics(1);
    try (OwnJvm first = OwnJvm.start(trial.command("train"))) {
      first.await(first.says("reading ["));
      first.kill();
    }
    try (OwnJvm again = OwnJvm.start(trial.command("train"));
        OwnJvm second = standbyOf(trial, again)) {
      assertThat(again.terminate().requireDone().err())
          .noneMatch(line -> line.contains(STANDING_BY) || line.contains(" WARN "));
      second.await(second.says("reading ["));
    }
  }

  @Test
  void train_untilTheEndBesideAnother_standsByAndLearnsTheRestOfIt() throws IOException {
    Trial trial = Trial.of(directory, "flights", PUBLISH);
    trial.send(FLIGHTS.subList(0, 2_000));
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm first = OwnJvm.start(trial.command("train"))) {
      first.await(seen.with(2_000));
      try (OwnJvm second = OwnJvm.start(trial.command("train", "--until-end"))) {
        second.await(second.says(STANDING_BY));
        first.terminate().requireDone();
        assertThat(second.awaitEnd().requireDone().count("samples")).isEqualTo(2_000);
      }
    }
  }

  private static void requireUndisturbed(Trial trial, Versions seen) throws IOException {
    List<ModelVersion> versions = seen.upTo(FLIGHTS.size());
    Gapless.require(versions);
    assertThat(Learned.of(versions.get(versions.size() - 1))).isEqualTo(trial.replay(FLIGHTS));
  }
}
