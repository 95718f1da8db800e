package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.app.MemoryStream.Given;
import io.gradstream.app.train.InputFormat;
import io.gradstream.app.train.LearnerFactory;
import io.gradstream.app.train.Training;
import io.gradstream.app.train.TrainingListener;
import io.gradstream.config.Settings;
import io.gradstream.learn.tracking.BlockLimits;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Snapshot;
import io.gradstream.version.control.AppliedCommand;
import io.gradstream.version.control.Command;
import io.gradstream.version.control.ControlState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A run with commands in it is a function of its samples and of where it was told what. */
class ControlledTrainingTest {
  private static final List<String> SAMPLES =
      IntStream.range(0, 120)
          .mapToObj(i -> "{\"x\": %d, \"y\": %d}".formatted(i % 7, i % 5))
          .toList();
  private static final List<Given> FIVE =
      List.of(
          new Given(new Command.LearningRate(0.003), 23, 0),
          new Given(new Command.ResetScaler("x"), 41, 0),
          new Given(new Command.Pause(), 57, 0),
          new Given(new Command.Resume(), 0, 200_000),
          new Given(new Command.Rollback(3, false), 88, 0));

  private static final BlockLimits FOUR_NUMBERS =
      new BlockLimits() {
        @Override
        public int ofParameter(String parameter) {
          return 4;
        }

        @Override
        public int ofState(String parameter, List<String> slots) {
          return 4;
        }
      };

  @TempDir private Path directory;

  @AfterEach
  void giveBack() {
    VirtualTimeScheduler.reset();
    Schedulers.resetFactory();
  }

  @Test
  void learning_fiveCommandsAndThreeDeaths_isTheUndisturbedRunWithThemAtTheirOffsets() {
    MemoryStream killed =
        new MemoryStream(SAMPLES)
            .commandedBy(FIVE)
            .failingCommit(4, MemoryStream.passing("killed before the commit"))
            .failingAfterCommit(9, MemoryStream.passing("killed behind the commit"))
            .failingCommit(13, MemoryStream.passing("killed once more"));
    complete(killed);
    List<AppliedCommand> applied = applied(killed);

    MemoryStream undisturbed = new MemoryStream(SAMPLES).commandedAgainBy(applied);
    complete(undisturbed);

    assertThat(killed.openedMs()).hasSize(4);
    assertThat(applied)
        .extracting(AppliedCommand::command)
        .isEqualTo(FIVE.stream().map(Given::command).toList());
    assertThat(Learned.of(newest(killed))).isEqualTo(Learned.of(newest(undisturbed)));
    assertThat(newest(killed).samples()).isLessThan(SAMPLES.size());
    assertThat(newest(killed).fingerprint()).isNotEqualTo(newest(uncommanded()).fingerprint());
  }

  @Test
  void learning_aCommand_isPublishedAtItsVeryPoint() {
    MemoryStream stream = new MemoryStream(SAMPLES).commandedBy(FIVE);
    complete(stream);

    for (AppliedCommand each : applied(stream)) {
      ModelVersion first =
          stream.committed().stream()
              .map(Snapshot::version)
              .filter(version -> ControlState.of(version.control()).next() > each.offset())
              .findFirst()
              .orElseThrow();
      assertThat(first.offsets().byTopic()).isEqualTo(each.at().byTopic());
    }
  }

  @Test
  void learning_paused_staysSoAcrossSessionsUntilItIsResumed() {
    MemoryStream stream =
        new MemoryStream(SAMPLES)
            .commandedBy(
                List.of(
                    new Given(new Command.Pause(), 50, 0),
                    new Given(new Command.Publish(), 0, 20_000),
                    new Given(new Command.Resume(), 0, 900_000)))
            .failingAfterCommit(9, MemoryStream.passing("killed"));
    complete(stream);

    assertThat(stream.openedMs()).hasSize(2);
    List<ModelVersion> paused =
        stream.committed().stream()
            .map(Snapshot::version)
            .filter(version -> ControlState.of(version.control()).paused())
            .toList();
    assertThat(paused).hasSize(2);
    assertThat(paused).extracting(ModelVersion::samples).containsOnly(50L);
    assertThat(newest(stream).fingerprint()).isEqualTo(newest(uncommanded()).fingerprint());
  }

  @Test
  void learning_rolledBackToThen_learnsAgainWhatCameBehind() {
    MemoryStream stream =
        new MemoryStream(SAMPLES)
            .commandedBy(
                List.of(
                    new Given(new Command.LearningRate(1e-6), 70, 0),
                    new Given(new Command.Rollback(3, true), 90, 0)));
    complete(stream);

    assertThat(Learned.of(newest(stream))).isEqualTo(Learned.of(newest(uncommanded())));
    assertThat(stream.committed())
        .extracting(each -> each.version().version())
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void learning_inBlocks_rollsBackToWhatALearnerOfWholeVersionsDoes() {
    List<Given> told =
        List.of(
            new Given(new Command.Pause(), 88, 0),
            new Given(new Command.Rollback(3, false), 0, 0),
            new Given(new Command.Publish(), 0, 0),
            new Given(new Command.Resume(), 0, 0));
    MemoryStream whole = new MemoryStream(SAMPLES).commandedBy(told);
    complete(whole);

    MemoryStream inBlocks = new MemoryStream(SAMPLES).commandedBy(told).inBlocks(FOUR_NUMBERS);
    complete(inBlocks);

    assertThat(applied(inBlocks)).hasSize(4);
    assertThat(inBlocks.committed())
        .extracting(each -> Learned.of(each.version()))
        .isEqualTo(whole.committed().stream().map(each -> Learned.of(each.version())).toList());
  }

  @Test
  void learning_withoutCommands_saysNothingOfThem() {
    assertThat(uncommanded().committed())
        .allSatisfy(each -> assertThat(each.version().control()).isEmpty());
  }

  private MemoryStream uncommanded() {
    MemoryStream stream = new MemoryStream(SAMPLES);
    complete(stream);
    return stream;
  }

  private static List<AppliedCommand> applied(MemoryStream stream) {
    return ControlState.of(newest(stream).control()).applied();
  }

  private static ModelVersion newest(MemoryStream stream) {
    List<Snapshot> all = stream.committed();
    return all.get(all.size() - 1).version();
  }

  private void complete(MemoryStream stream) {
    VirtualTime.afterLong(training(stream)::learning).verifyComplete();
  }

  private Training training(MemoryStream stream) {
    Settings settings = settings();
    return new Training(
        new Training.Parts(
            stream,
            new LearnerFactory(settings),
            InputFormat.ofTopic(settings)::labelled,
            settings.publish(),
            settings.input().sampleLimits(),
            settings.history(),
            Optional.empty()),
        new TrainingListener() {});
  }

  private Settings settings() {
    String yaml =
        """
        name: line
        input: {topic: memory}
        sample:
          features: [{field: x, type: numeric, scale: standard}]
          label: {field: y, type: numeric}
        model: {layers: [{type: linear, out: 1}]}
        loss: {type: mse}
        optimizer: {type: sgd, learningRate: 0.01, momentum: 0.9}
        batch: {mode: single}
        publish: {everySteps: 7}
        history: {everySamples: 20, keep: 4}
        """;
    try {
      return Settings.read(Files.writeString(directory.resolve("c.yaml"), yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
