package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Over several partitions every sample is learned once, killed or not. */
@ExtendWith(SharedBroker.class)
class PartitionsIT {
  private static final int PARTITIONS = 3;
  private static final List<String> FLIGHTS = Samples.flights();

  @TempDir private Path directory;

  @Test
  void train_severalPartitions_learnsEverySampleOnce() throws IOException {
    Trial trial = spread();

    CommandRun run = trial.trainUntilEnd();

    assertThat(run.count("samples")).isEqualTo(FLIGHTS.size());
    assertThat(trial.committed().offsets(trial.settings().modelName())).isEqualTo(ends(trial));
  }

  @Test
  void train_severalPartitionsKilled_learnsEverySampleOnce() throws IOException {
    Trial trial = spread();
    try (Versions seen = Versions.of(trial.settings());
        OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(seen.with(4_000));
      learner.kill();

      trial.trainUntilEnd();

      List<ModelVersion> versions = seen.upTo(FLIGHTS.size());
      Gapless.require(versions);
      assertThat(versions.stream().map(each -> passed(each, trial)))
          .containsExactlyElementsOf(versions.stream().map(ModelVersion::samples).toList());
      assertThat(versions.get(versions.size() - 1).offsets().byTopic())
          .isEqualTo(ends(trial).byTopic());
    }
  }

  private Trial spread() throws IOException {
    Trial trial = Trial.of(directory, "flights", "publish: {format: safetensors}");
    trial.createTopics(PARTITIONS);
    ByteArraySerializer bytes = new ByteArraySerializer();
    Map<String, Object> broker =
        Map.of("bootstrap.servers", trial.settings().kafka().bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(broker, bytes, bytes)) {
      for (int i = 0; i < FLIGHTS.size(); i++) {
        byte[] value = FLIGHTS.get(i).getBytes(UTF_8);
        var unused =
            producer.send(new ProducerRecord<>(trial.inputTopic(), i % PARTITIONS, null, value));
      }
    }
    return trial;
  }

  private static Offsets ends(Trial trial) {
    Offsets ends = Offsets.none();
    for (int i = 0; i < PARTITIONS; i++) {
      int records = (FLIGHTS.size() - i + PARTITIONS - 1) / PARTITIONS;
      ends = ends.with(trial.inputTopic(), i, records);
    }
    return ends;
  }

  private static long passed(ModelVersion version, Trial trial) {
    return IntStream.range(0, PARTITIONS)
        .mapToLong(i -> version.offsets().next(trial.inputTopic(), i).orElse(0))
        .sum();
  }
}
