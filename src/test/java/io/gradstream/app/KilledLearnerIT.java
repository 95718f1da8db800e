package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.codec.FiguresCodec;
import io.gradstream.kafka.SharedBroker;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** A learner that is killed again and again learns what an undisturbed one learns. */
@ExtendWith(SharedBroker.class)
class KilledLearnerIT {
  private static final int SIGKILLED = 128 + 9;
  private static final int FLIGHTS = 20_000;
  private static final int BROKEN_EVERY = 1000;

  /** What a learner has just done when it is killed, ten times over. */
  private static final List<Moment> MOMENTS =
      List.of(
          started(),
          reading(),
          learned(1),
          restored(),
          learned(2_000),
          reading(),
          learned(5_000),
          learned(8_000),
          learned(11_000),
          learned(14_000));

  @TempDir private Path directory;

  @Test
  void train_killedTenTimes_endsAsIfUndisturbed() throws IOException {
    Trial trial = Trial.of(directory, "flights", "publish: {format: safetensors, everySteps: 100}");
    List<String> records = flightsWithBrokenOnes();
    trial.send(records);
    try (Versions seen = Versions.of(trial.settings())) {
      MOMENTS.forEach(moment -> startAndKill(trial, seen, moment));

      trial.trainUntilEndInItsOwnJvm();

      List<ModelVersion> versions = seen.upTo(FLIGHTS);
      Gapless.require(versions);
      versions.forEach(version -> requireOffsetsOfItsSamples(version, trial.inputTopic()));
      ModelVersion newest = versions.get(versions.size() - 1);
      assertThat(Learned.of(newest)).isEqualTo(trial.replay(records));
      requireCommittedWith(newest, trial);
    }
  }

  private static void startAndKill(Trial trial, Versions seen, Moment moment) {
    try (OwnJvm learner = OwnJvm.start(trial.command("train", "--until-end"))) {
      learner.await(moment.of(learner, seen));

      assertThat(learner.kill().code()).isEqualTo(SIGKILLED);
    }
  }

  private static List<String> flightsWithBrokenOnes() {
    List<String> records = new ArrayList<>();
    for (String flight : Samples.flights()) {
      records.add(flight);
      if (records.size() % BROKEN_EVERY == BROKEN_EVERY - 1) {
        records.add("broken record " + records.size());
      }
    }
    return records;
  }

  private static long brokenBefore(long offset) {
    return offset / BROKEN_EVERY;
  }

  private static void requireOffsetsOfItsSamples(ModelVersion version, String topic) {
    long offset = version.offsets().next(topic, 0).orElseThrow();
    assertThat(offset - brokenBefore(offset)).isEqualTo(version.samples());
    assertThat(version.step()).isEqualTo(version.samples());
  }

  private static void requireCommittedWith(ModelVersion newest, Trial trial) {
    Committed committed = trial.committed();
    List<ConsumerRecord<byte[], byte[]>> states =
        committed.records(trial.settings().topics().state());
    assertThat(states).hasSize((int) newest.version());
    assertThat(new CheckpointCodec().decode(states.get(states.size() - 1).value()).version())
        .isEqualTo(newest.version());
    assertThat(committed.offsets(trial.settings().modelName()).byTopic())
        .isEqualTo(newest.offsets().byTopic());
    assertThat(committed.records(trial.settings().topics().metrics().orElseThrow()))
        .extracting(point -> new FiguresCodec().decode(point.value()).version())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, newest.version()).boxed().toList());
    assertThat(committed.records(trial.settings().topics().deadLetter()))
        .extracting(letter -> new String(letter.value(), UTF_8))
        .containsExactlyElementsOf(
            flightsWithBrokenOnes().stream().filter(each -> each.startsWith("broken")).toList());
  }

  /** Something that happens while a learner runs. */
  private interface Moment {
    Mono<?> of(OwnJvm learner, Versions seen);
  }

  /** The JVM is up, and nothing has been done. */
  private static Moment started() {
    return (learner, seen) -> learner.says("incubator");
  }

  /** The newest version is restored, and nothing has been read. */
  private static Moment restored() {
    return (learner, seen) -> learner.says("going on from version");
  }

  /** The partition is assigned, and nothing has been learned. */
  private static Moment reading() {
    return (learner, seen) -> learner.says("reading [");
  }

  private static Moment learned(long samples) {
    return (learner, seen) -> seen.with(samples);
  }
}
