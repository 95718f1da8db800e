package io.gradstream.kafka;

import static io.gradstream.kafka.Fixtures.publication;
import static io.gradstream.kafka.Fixtures.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.restore.Restore;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What is restored is what was committed last. */
class RestoreTest extends LearnersTopics {
  @Test
  void newest_beforeTheFirstPublication_isEmpty() {
    assertThat(restore().newest(name)).isEmpty();
  }

  @Test
  void newest_ofSeveralVersions_isTheLast() {
    try (KafkaVersionSink sink = sink()) {
      sink.publish(publication(name, 1, Offsets.none())).block(PATIENCE);
      sink.publish(publication(name, 2, Offsets.none())).block(PATIENCE);
      sink.publish(publication("another", 9, Offsets.none())).block(PATIENCE);
    }
    Snapshot restored = restore().newest(name).orElseThrow();
    assertThat(restored.version().version()).isEqualTo(2);
    assertThat(restored.checkpoint().version()).isEqualTo(2);
  }

  @Test
  void newest_afterATornTransaction_isTheOneBefore() {
    try (KafkaVersionSink sink = sink()) {
      sink.publish(publication(name, 1, Offsets.none())).block(PATIENCE);
    }
    try (Producer<byte[], byte[]> killed = Fixtures.transactional(kafka, name)) {
      killed.beginTransaction();
      killed.send(new ProducerRecord<>(topics.parameters(), name.getBytes(UTF_8), new byte[] {50}));
      killed.flush();
      try (KafkaVersionSink successor = sink()) {
        assertThat(restore().newest(name).orElseThrow().version().version()).isEqualTo(1);
        successor.publish(publication(name, 2, Offsets.none())).block(PATIENCE);
      }
    }
    assertThat(keyAndValue(topics.parameters(), 2)).containsExactly(name + "=1", name + "=2");
  }

  @Test
  void newest_ofTopicsThatDoNotBelongTogether_isRefused() {
    send(kafka, topics.input(), "unkeyed");
    try (Producer<byte[], byte[]> producer = new Clients(kafka).producer(Map.of(), Map.of())) {
      byte[] key = name.getBytes(UTF_8);
      producer.send(new ProducerRecord<>(topics.parameters(), key, "3".getBytes(UTF_8)));
      producer.send(new ProducerRecord<>(topics.state(), key, "2".getBytes(UTF_8)));
    }
    assertThatThrownBy(() -> restore().newest(name))
        .hasMessage(
            "restoring %s: topic %s ends with version 3 but topic %s with the state of 2: one of"
                + " them was written or cut by somebody else; start over with --reset, or with"
                + " --from-version from the newest version with a fresh optimizer",
            name, topics.parameters(), topics.state());
  }

  private Restore restore() {
    return new Restore(new Clients(kafka), topics, Fixtures.decoders(name));
  }
}
