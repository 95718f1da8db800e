package io.gradstream.kafka;

import static io.gradstream.kafka.Fixtures.committed;
import static io.gradstream.kafka.Fixtures.newName;
import static io.gradstream.kafka.Fixtures.newTopics;
import static io.gradstream.kafka.Fixtures.publication;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.embedded.EmbeddedBroker;
import io.gradstream.kafka.input.KafkaSampleSource;
import io.gradstream.version.Offsets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator that has forgotten a transaction: its log is put back to before it. */
@Timeout(120)
class HangingTransactionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String name = newName();
  private final Path data;
  private EmbeddedBroker broker;
  private KafkaSettings kafka;
  private Topics topics;

  HangingTransactionsTest(@TempDir Path directory) {
    data = directory.resolve("data");
    broker = EmbeddedBroker.start(data, 0);
    kafka = new KafkaSettings(broker.bootstrapServers(), Map.of());
    topics = newTopics(kafka, name, 1);
  }

  @Test
  void open_afterATransactionWithoutAnEnd_keepsItFromTheNextOne() throws IOException {
    Path log = data.resolve("__transaction_state-0").resolve("00000000000000000000.log");
    try (Producer<byte[], byte[]> lost = Fixtures.transactional(kafka, name)) {
      byte[] before = Files.readAllBytes(log);
      lost.beginTransaction();
      lost.send(new ProducerRecord<>(topics.parameters(), bytes(name), bytes("lost")));
      lost.send(new ProducerRecord<>(topics.deadLetter(), bytes("lost")));
      lost.flush();
      broker.close();
      Files.write(log, before);
      lost.close(Duration.ZERO);
    }
    broker =
        EmbeddedBroker.start(data, Integer.parseInt(kafka.bootstrapServers().split(":", 2)[1]));

    try (KafkaSampleSource source = Fixtures.endless(kafka, topics, name);
        KafkaVersionSink sink =
            KafkaVersionSink.open(new Clients(kafka), name, topics, Fixtures.ENCODERS, source)) {
      sink.publish(publication(name, 7, Offsets.none())).block(PATIENCE);
    }

    assertThat(committed(kafka, topics.parameters(), 1))
        .extracting(version -> new String(version.value(), UTF_8))
        .containsExactly("7");
    assertThat(committed(kafka, topics.deadLetter(), 0)).isEmpty();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
