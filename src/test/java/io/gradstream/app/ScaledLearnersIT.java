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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Learners that share a model, in processes that are killed, stopped and added. */
@ExtendWith(SharedBroker.class)
class ScaledLearnersIT {
  private static final int PARTITIONS = 4;
  private static final int FLIGHTS = 20_000;
  private static final int KILLS = Integer.getInteger("scale.kills", 5);

  @TempDir private Path directory;

  @Test
  void train_membersKilledAndAdded_learnEverySampleOnceInOneModel() throws IOException {
    Trial trial =
        Trial.of(
            directory,
            "flights",
            "publish: {format: safetensors, everySteps: 500}",
            "scale: {round: 50}");
    trial.createTopics(PARTITIONS);
    trial.send(Samples.flights());
    Deque<OwnJvm> members = new ArrayDeque<>();
    try (Versions seen = Versions.of(trial.settings())) {
      members.add(start(trial));
      members.add(start(trial));
      for (int kill = 1; kill <= KILLS; kill++) {
        members.getLast().await(seen.with((long) FLIGHTS * kill / (KILLS + 2)));
        members.add(start(trial));
        OwnJvm oldest = members.remove();
        CommandRun ended = kill % 3 == 0 ? oldest.terminate() : oldest.kill();
        assertThat(ended.code()).isEqualTo(kill % 3 == 0 ? 0 : 128 + 9);
      }
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
