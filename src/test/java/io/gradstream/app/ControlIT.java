package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import io.gradstream.kafka.input.InputSettings.From;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.control.AppliedCommand;
import io.gradstream.version.control.Command;
import io.gradstream.version.control.ControlState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A learner that is told what to do by its topic of control, and killed meanwhile. */
@ExtendWith(SharedBroker.class)
class ControlIT {
  private static final List<String> FLIGHTS = Samples.flights().subList(0, 4000);

  @TempDir private Path directory;
  private Trial trial;

  @BeforeEach
  void begin() throws IOException {
    trial =
        Trial.of(
            directory,
            "flights",
            "publish: {everySteps: 100, everyInterval: 200ms}",
            "history: {everySamples: 400, keep: 20}");
  }

  @Test
  void train_fiveCommandsAndThreeKills_endsAsTheReplayOfThemDoes() throws IOException {
    trial.send(FLIGHTS.subList(0, 1000));
    try (Versions seen = Versions.of(trial.settings())) {
      try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
        learner.await(seen.with(1000));
        control("rate", "0.02");
        learner.await(learner.says("control: {command=rate, rate=0.02}"));
        trial.send(FLIGHTS.subList(1000, 1500));
        var unused = learner.kill();
      }
      try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
        learner.await(seen.with(1500));
        control("pause");
        var unused = learner.kill();
      }
      trial.send(FLIGHTS.subList(1500, 2500));
      try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
        learner.await(learner.says("going on from version"));
        control("resume");
        learner.await(seen.with(2500));
        control("publish");
        var unused = learner.kill();
      }
      try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
        learner.await(learner.says("command=publish").or(learner.says("going on from")));
        control("rollback", "" + keptAt(1200));
        learner.await(learner.says("command=rollback"));
        trial.send(FLIGHTS.subList(2500, 4000));
        learner.await(seen.with(2700));
        assertThat(learner.terminate().code()).isZero();
      }
    }

    Path commands = Files.write(directory.resolve("commands.jsonl"), listed());
    Path samples = Files.write(directory.resolve("samples.jsonl"), FLIGHTS);
    ModelVersion newest = trial.exportedVersion();
    assertThat(ControlState.of(newest.control()).applied())
        .extracting(each -> each.command().word())
        .containsExactly("rate", "pause", "resume", "publish", "rollback");
    assertThat(newest.samples()).isEqualTo(2700);
    assertThat(Learned.of(newest))
        .isEqualTo(
            trial.replayWith("--input", samples.toString(), "--control", commands.toString()));
  }

  @Test
  void train_paused_learnsNothingAndStaysInItsPlaceUntilItIsResumed() {
    trial.send(FLIGHTS.subList(0, 100));
    control("pause");
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(learner.says("command=pause"));
      trial.send(FLIGHTS.subList(100, 200));
      control("publish");
      learner.await(learner.says("command=publish"));
      ModelVersion paused = published(version -> ControlState.of(version.control()).next() == 2);
      assertThat(paused.samples()).isLessThan(200);
      assertThat(ControlState.of(paused.control()).paused()).isTrue();
      control("resume");
      learner.await(seen.with(200));
    }
  }

  @Test
  void train_commandedOverHttp_pausesAndResumesForWhoShowsTheToken() throws IOException {
    Trial served = trial.with("http: {port: 0, controlToken: c0ntrol}");
    served.send(FLIGHTS.subList(0, 100));
    try (Versions seen = Versions.of(served.settings());
        OwnJvm learner = OwnJvm.start(served.command("train"))) {
      StatusPages pages = StatusPages.of(learner);
      learner.await(seen.with(100));
      assertThat(pages.control("wrong", "{\"command\": \"pause\"}").statusCode()).isEqualTo(401);
      assertThat(pages.control("c0ntrol", "{\"command\": \"pause\"}").statusCode()).isEqualTo(202);
      pages.await("/readyz", 200, "role: active, paused\n");
      assertThat(pages.sum("gradstream_paused")).isEqualTo(1);
      served.send(FLIGHTS.subList(100, 200));

      assertThat(pages.control("c0ntrol", "{\"command\": \"resume\"}").statusCode()).isEqualTo(202);

      learner.await(seen.with(200));
      pages.await("/readyz", 200, "role: active\n");
    }
  }

  @Test
  void train_whatIsNoCommand_costsALineWithItsOffset() {
    trial.send(FLIGHTS.subList(0, 100));
    String topic = trial.settings().topics().control().orElseThrow();
    trial.committed().send(topic, "k", "{\"command\": \"dance\"}".getBytes(UTF_8));
    control("rollback", "77");
    control("publish");
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(
          learner.says(
              "topic "
                  + topic
                  + ", partition 0, offset 0: passed over, for it is no command: command must be"
                  + " pause, resume, rate, publish, rollback, reset-scaler or promote: dance"));
      learner.await(learner.says("offset 1: passed over"));
      learner.await(learner.says("command=publish"));
      assertThat(learner.terminate().code()).isZero();
    }
    assertThat(ControlState.of(newest().control()).applied())
        .extracting(AppliedCommand::command)
        .containsExactly(new Command.Publish());
  }

  @Test
  void train_startedOver_isNotToldWhatTheModelBeforeWas() {
    trial.send(FLIGHTS.subList(0, 100));
    control("pause");
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(learner.says("command=pause"));
    }
    CommandRun.inThisJvm(trial.command("train", "--reset", "--until-end")).requireDone();

    assertThat(newest().samples()).isEqualTo(100);
    assertThat(ControlState.of(newest().control()).paused()).isFalse();
  }

  @Test
  void control_ofWhatIsNoRate_saysWhatItMustBe() {
    CommandRun run = CommandRun.inThisJvm(trial.command("control", "rate", "-1"));

    assertThat(run.code()).isEqualTo(2);
  }

  private void control(String... words) {
    CommandRun.inThisJvm(trial.command("control", words)).requireDone();
  }

  private List<String> listed() {
    return CommandRun.inThisJvm(trial.command("control", "list")).requireDone().out();
  }

  private ModelVersion newest() {
    try {
      return trial.exportedVersion();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ModelVersion published(Predicate<ModelVersion> wanted) {
    return new PublishedVersions(trial.settings())
        .follow(From.EARLIEST)
        .filter(wanted)
        .next()
        .blockOptional(Duration.ofSeconds(60))
        .orElseThrow();
  }

  private long keptAt(long samples) {
    return CommandRun.inThisJvm(trial.command("history")).requireDone().out().stream()
        .filter(line -> line.contains(String.format(Locale.ROOT, "  %,d samples", samples)))
        .map(line -> line.replaceFirst(".*version (\\d+) .*", "$1"))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }
}
