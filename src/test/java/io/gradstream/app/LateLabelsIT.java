package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flights whose delay is known later, and of one in ten never: features at the time of schedule,
 * labels up to five hours behind.
 */
@ExtendWith(SharedBroker.class)
class LateLabelsIT {
  private static final long FLIGHTS = 10_000;
  private static final int KILLS = 10;
  private static final int SIGKILLED = 128 + 9;
  private static final Duration WITHIN = Duration.ofHours(4);
  private static final String TIMESTAMP = "{\"timestamp\":\"";

  @TempDir private Path directory;

  @Test
  void train_killedTenTimes_endsAsIfUndisturbed() throws IOException {
    Trial undisturbed = trial("undisturbed");
    send(undisturbed);
    undisturbed.trainUntilEnd();
    ModelVersion expected = undisturbed.exportedVersion();
    Trial killed = trial("killed");
    send(killed);

    try (Versions seen = Versions.of(killed.settings())) {
      for (int kill = 0; kill < KILLS; kill++) {
        startAndKill(killed, seen, kill * expected.samples() / (KILLS + 1));
      }
      killed.trainUntilEndInItsOwnJvm();
      Gapless.require(seen.upTo(expected.samples()));
    }

    assertThat(Learned.of(killed.exportedVersion())).isEqualTo(Learned.of(expected));
    assertThat(expected.samples()).isBetween(FLIGHTS * 7 / 10, FLIGHTS * 8 / 10);
    assertThat(letters(killed)).isEqualTo(letters(undisturbed)).hasSizeGreaterThan(500);
    requireCommittedWith(killed);
  }

  private static void startAndKill(Trial trial, Versions seen, long samples) {
    try (OwnJvm learner = OwnJvm.start(trial.command("train", "--until-end"))) {
      if (samples == 0) {
        learner.await(learner.says("reading ["));
      } else {
        learner.await(seen.with(samples));
      }

      assertThat(learner.kill().code()).isEqualTo(SIGKILLED);
    }
  }

  /** Both topics' offsets go with the version, and what waits is what has not been resolved. */
  private static void requireCommittedWith(Trial trial) throws IOException {
    ModelVersion newest = trial.exportedVersion();
    assertThat(trial.committed().offsets(trial.settings().modelName()).byTopic())
        .isEqualTo(newest.offsets().byTopic())
        .hasSize(2);
    List<String> rows =
        trial.committed().compacted(trial.settings().topics().state()).stream()
            .filter(record -> record.value() != null)
            .map(record -> new String(record.key(), UTF_8))
            .filter(key -> key.contains("/waiting/"))
            .toList();
    assertThat(rows).hasSizeBetween(2, 1000);
  }

  private static List<String> letters(Trial trial) {
    return trial.committed().records(trial.settings().topics().deadLetter()).stream()
        .map(LateLabelsIT::text)
        .toList();
  }

  private static String text(ConsumerRecord<byte[], byte[]> letter) {
    return new String(letter.headers().lastHeader("offset").value(), UTF_8)
        + new String(letter.headers().lastHeader("reason").value(), UTF_8)
        + new String(letter.value(), UTF_8);
  }

  private Trial trial(String kind) throws IOException {
    Trial trial = Trial.of(directory, "flights", "publish: {format: safetensors, everySteps: 100}");
    String name = trial.settings().modelName();
    return trial.with(
        "input: {features: %s.%s.features, labels: %s.%s.labels, key: id, within: %dh}"
            .formatted(name, kind, name, kind, WITHIN.toHours()));
  }

  private record Half(boolean isLabel, long timestampMs, String json) {}

  private static void send(Trial trial) {
    createTopics(trial);
    List<Half> halves = halves();
    halves.sort(Comparator.comparingLong(Half::timestampMs));
    ByteArraySerializer bytes = new ByteArraySerializer();
    Map<String, Object> properties =
        Map.of("bootstrap.servers", trial.settings().kafka().bootstrapServers(), "linger.ms", 20);
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties, bytes, bytes)) {
      List<String> topics = trial.settings().topics().inputs();
      for (Half half : halves) {
        String topic = topics.get(half.isLabel() ? 1 : 0);
        byte[] value = half.json().getBytes(UTF_8);
        producer.send(new ProducerRecord<>(topic, 0, half.timestampMs(), null, value));
      }
    }
  }

  /** Of which nothing is deleted although it is old. */
  private static void createTopics(Trial trial) {
    String servers = trial.settings().kafka().bootstrapServers();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      List<NewTopic> topics =
          trial.settings().topics().inputs().stream()
              .map(topic -> new NewTopic(topic, 1, (short) 1))
              .map(topic -> topic.configs(Map.of("retention.ms", "-1")))
              .toList();
      admin.createTopics(topics).all().toCompletionStage().toCompletableFuture().join();
    }
    trial.createTopics(1);
  }

  private static List<Half> halves() {
    SplittableRandom random = new SplittableRandom(2001);
    List<Half> halves = new ArrayList<>();
    for (String flight : Samples.flights().subList(0, (int) FLIGHTS)) {
      int id = halves.size();
      int label = flight.indexOf(",\"delay\"");
      String delayed = flight.substring(flight.indexOf("\"delayed\""));
      long scheduledMs = scheduledMs(flight);
      halves.add(
          new Half(false, scheduledMs, "{\"id\":%d,%s}".formatted(id, flight.substring(1, label))));
      if (random.nextInt(10) > 0) {
        long afterMs = random.nextLong(Duration.ofHours(5).toMillis());
        halves.add(new Half(true, scheduledMs + afterMs, "{\"id\":%d,%s".formatted(id, delayed)));
      }
    }
    return halves;
  }

  /** When a flight was to leave. */
  private static long scheduledMs(String flight) {
    String text = flight.substring(TIMESTAMP.length(), TIMESTAMP.length() + 16);
    return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC).toEpochMilli();
  }
}
