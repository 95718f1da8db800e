package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

  /** In the order of their timestamps they are one stream, to the bit, whatever happens. */
  @Test
  void train_severalPartitionsInOrderKilledTenTimes_isAsOverOne() throws IOException {
    Trial trial =
        spread("input: {topic: flights-%s, order: timestamp}".formatted(UUID.randomUUID()));
    for (int kill = 0; kill < 10; kill++) {
      long samples = 1_700L * (kill + 1);
      try (Versions seen = Versions.of(trial.settings());
          OwnJvm learner = OwnJvm.start(trial.command("train"))) {
        learner.await(seen.with(samples));
        learner.kill();
      }
    }

    CommandRun run = trial.trainUntilEnd();

    assertThat(run.count("samples")).isEqualTo(FLIGHTS.size());
    assertThat(trial.exported()).isEqualTo(trial.replay(FLIGHTS));
    assertThat(trial.exported().parameters()).isEqualTo(replayOfThree(trial));
  }

  /** A replay over three files, in which every sample says when it was sent. */
  private String replayOfThree(Trial trial) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--time", "sent"));
    for (int i = 0; i < PARTITIONS; i++) {
      int partition = i;
      List<String> samples =
          IntStream.range(0, FLIGHTS.size())
              .filter(each -> each % PARTITIONS == partition)
              .mapToObj(each -> FLIGHTS.get(each).replaceFirst("\\{", "{\"sent\": " + each + ", "))
              .toList();
      Path file = Files.write(directory.resolve("partition-" + i + ".jsonl"), samples);
      arguments.addAll(List.of("--input", file.toString()));
    }
    return trial.replayWith(arguments.toArray(String[]::new)).parameters();
  }

  private Trial spread(String... sections) throws IOException {
    String[] all = Arrays.copyOf(sections, sections.length + 1);
    all[sections.length] = "publish: {format: safetensors}";
    Trial trial = Trial.of(directory, "flights", all);
    trial.createTopics(PARTITIONS);
    ByteArraySerializer bytes = new ByteArraySerializer();
    Map<String, Object> broker =
        Map.of("bootstrap.servers", trial.settings().kafka().bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(broker, bytes, bytes)) {
      long firstMs = System.currentTimeMillis() - FLIGHTS.size();
      for (int i = 0; i < FLIGHTS.size(); i++) {
        byte[] value = FLIGHTS.get(i).getBytes(UTF_8);
        long timestampMs = firstMs + i;
        var unused =
            producer.send(
                new ProducerRecord<>(trial.inputTopic(), i % PARTITIONS, timestampMs, null, value));
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
