package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.app.train.LearnerFactory;
import io.gradstream.codec.block.RoundCodec;
import io.gradstream.config.Settings;
import io.gradstream.kafka.SharedBroker;
import io.gradstream.learn.MergedLearner;
import io.gradstream.learn.merge.ScaleSettings;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Learners that share a model, in processes that are killed, stopped and added by a seed's
 * schedule; others with {@code -Dscale.seed=N}, longer ones with {@code -Dscale.faults=20}.
 */
@ExtendWith(SharedBroker.class)
class ScaledLearnersIT {
  private static final int PARTITIONS = 4;
  private static final int FLIGHTS = 20_000;
  private static final int OF_DEVICES = 8_000;
  private static final int FAULTS = Integer.getInteger("scale.faults", 3);

  @TempDir private Path directory;

  static LongStream seeds() {
    return LongStream.range(0, 2).map(each -> Long.getLong("scale.seed", 1) + each);
  }

  /** Every other seed has momentum over the rounds. */
  @ParameterizedTest
  @MethodSource("seeds")
  void train_membersKilledAndAdded_learnEverySampleOnceInOneModel(long seed) throws IOException {
    String outer = seed % 2 == 0 ? ", outer: {learningRate: 0.7, momentum: 0.5}" : "";
    Trial trial =
        Trial.of(
            directory,
            "flights",
            "publish: {format: safetensors, everySteps: 500}",
            "scale: {round: 50%s}".formatted(outer));
    trial.createTopics(PARTITIONS);
    trial.send(Samples.flights());
    List<OwnJvm> members = new ArrayList<>();
    try (Versions seen = Versions.of(trial.settings())) {
      members.add(start(trial));
      members.add(start(trial));
      disturb(members, trial, seen, FLIGHTS, new Random(seed));
      for (OwnJvm member : members) {
        member.awaitEnd().requireDone();
      }

      List<ModelVersion> versions = seen.upTo(FLIGHTS);
      Gapless.require(versions);
      versions.forEach(version -> assertThat(passed(version, trial)).isEqualTo(version.samples()));
      ModelVersion newest = versions.get(versions.size() - 1);
      assertThat(newest.samples()).isEqualTo(FLIGHTS);
      assertThat(newest.fingerprint()).isEqualTo(readAnew(trial).fingerprint());
    } finally {
      members.forEach(OwnJvm::close);
    }
  }

  @Test
  void train_membersOfKeysKilledAndAdded_eachModelLearnsItsSamplesOnce() throws IOException {
    Trial trial = DeviceSamples.trial(directory).with("scale: {round: 20}");
    trial.createTopics(PARTITIONS);
    DeviceSamples.send(trial, PARTITIONS, 0, OF_DEVICES);
    List<OwnJvm> members = new ArrayList<>();
    try (Versions seen = Versions.of(trial.settings())) {
      members.add(start(trial));
      members.add(start(trial));
      disturb(members, trial, seen, OF_DEVICES, new Random(1));
      for (OwnJvm member : members) {
        member.awaitEnd().requireDone();
      }
    } finally {
      members.forEach(OwnJvm::close);
    }

    DeviceSamples.requireLearned(trial, OF_DEVICES);
  }

  /** One comes and one of the others goes, at points that are spread over the samples. */
  private static void disturb(
      List<OwnJvm> members, Trial trial, Versions seen, int samples, Random random)
      throws IOException {
    for (int fault = 1; fault <= FAULTS; fault++) {
      double share = (fault + random.nextDouble() / 2) / (FAULTS + 2);
      members.get(members.size() - 1).await(seen.with((long) (samples * share)));
      members.add(start(trial));
      OwnJvm gone = members.remove(random.nextInt(members.size() - 1));
      boolean killed = random.nextInt(3) > 0;
      CommandRun ended = killed ? gone.kill() : gone.terminate();
      assertThat(ended.code()).isEqualTo(killed ? 128 + 9 : 0);
    }
  }

  private static OwnJvm start(Trial trial) {
    return OwnJvm.start(trial.command("train", "--until-end"));
  }

  private static long passed(ModelVersion version, Trial trial) {
    return IntStream.range(0, PARTITIONS)
        .mapToLong(each -> version.offsets().next(trial.inputTopic(), each).orElse(0))
        .sum();
  }

  /** What anybody makes of the log. */
  private static MergedLearner readAnew(Trial trial) {
    Settings settings = trial.settings();
    ScaleSettings scale = settings.scale().orElseThrow();
    MergedLearner model =
        new MergedLearner(new LearnerFactory(settings).get(), scale, trial.inputTopic());
    RoundCodec codec = new RoundCodec();
    for (ConsumerRecord<byte[], byte[]> record :
        trial.committed().records(settings.modelName() + ".deltas")) {
      model.apply(record.offset(), codec.decode(record.value()));
    }
    return model;
  }
}
