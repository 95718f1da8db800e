package io.gradstream.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.embedded.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker's disk may lose what it has been given: the consumer's check finds it. */
@Timeout(120)
class DamagedDiskIT {
  private static final String SAMPLE = "{\"x\": 3, \"y\": 1}";
  private static final String OTHER = "{\"x\": 2, \"y\": -1}";

  @TempDir private Path directory;

  @Test
  void train_newestVersionLostByTheDisk_goesBackAndPublishesAboveIt() throws IOException {
    int port = FreePort.find();
    Trial trial;
    try (EmbeddedBroker broker = broker(port)) {
      trial = learned(broker);
    }
    damage(trial.settings().topics().parameters());
    try (EmbeddedBroker back = broker(port);
        Warnings warnings = new Warnings()) {
      assertThat(trial.exportedVersion().version()).isEqualTo(1);
      trial.trainUntilEnd();

      assertThat(trial.exportedVersion().version()).isEqualTo(3);
      assertThat(trial.exported()).isEqualTo(trial.replay(List.of(SAMPLE, OTHER)));
      assertThat(warnings.all())
          .anyMatch(
              line ->
                  line.startsWith("topic " + trial.settings().topics().parameters())
                      && line.contains("partition 0, offset 2: passed over"));
      assertThat(back.bootstrapServers()).isNotEmpty();
    }
  }

  @Test
  void train_everythingLostByTheDisk_doesNotStartFromNothing() throws IOException {
    int port = FreePort.find();
    Trial trial;
    try (EmbeddedBroker broker = broker(port)) {
      trial = learned(broker);
    }
    for (String topic :
        List.of(trial.settings().topics().parameters(), trial.settings().topics().state())) {
      damage(topic);
      damage(topic);
    }
    try (EmbeddedBroker back = broker(port)) {
      CommandRun run = CommandRun.inThisJvm(trial.command("train", "--until-end"));

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err().get(run.err().size() - 1))
          .contains("has no whole version of the model any more", "partition 0, offset 2");
      assertThat(back.bootstrapServers()).isNotEmpty();
    }
  }

  private EmbeddedBroker broker(int port) throws IOException {
    return EmbeddedBroker.start(directory.resolve("broker"), port);
  }

  /** Two versions, a sample each. */
  private Trial learned(EmbeddedBroker broker) throws IOException {
    KafkaSettings kafka = new KafkaSettings(broker.bootstrapServers(), Map.of());
    Trial trial = Trial.of(kafka, directory, "diabetes", LINE);
    for (String sample : List.of(SAMPLE, OTHER)) {
      trial.send(List.of(sample));
      trial.trainUntilEnd();
    }
    return trial;
  }

  private static final String LINE =
      "sample: {features: [{field: x, type: numeric}], label: {field: y, type: numeric}}";

  /** Turns a bit of the last record that is whole. */
  private void damage(String topic) throws IOException {
    Path log = directory.resolve("broker").resolve(topic + "-0").resolve("0".repeat(20) + ".log");
    byte[] bytes = Files.readAllBytes(log);
    int at = new String(bytes, ISO_8859_1).lastIndexOf("\"version\"");
    bytes[at + 1] ^= 1;
    Files.write(log, bytes);
  }
}
