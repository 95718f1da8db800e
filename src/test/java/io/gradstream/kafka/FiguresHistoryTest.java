package io.gradstream.kafka;

import static io.gradstream.kafka.Fixtures.newName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.codec.FiguresCodec;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.follow.FiguresHistory;
import io.gradstream.version.VersionFigures;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(120)
@ExtendWith(SharedBroker.class)
class FiguresHistoryTest {
  private final KafkaSettings kafka = SharedBroker.kafka();
  private final String model = newName();
  private final String topic = Fixtures.newTopics(kafka, model, 1).metrics().orElseThrow();
  private final FiguresHistory history = new FiguresHistory(kafka, topic, model);

  @Test
  void read_ofAnEmptyTopic_isNothing() {
    assertThat(history.read()).isEmpty();
  }

  @Test
  void read_ofAFewVersions_hasThemAllAndNothingElse() {
    try (Producer<byte[], byte[]> producer = Fixtures.transactional(kafka, model)) {
      commit(producer, 1, 2);
      producer.beginTransaction();
      send(producer, 9);
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topic, new byte[] {1}));
      send(producer, 3);
      producer.commitTransaction();
    }

    assertThat(versions()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void read_ofALongPast_isBoundedAndReachesFromEndToEnd() {
    try (Producer<byte[], byte[]> producer = Fixtures.transactional(kafka, model)) {
      commit(producer, 1, 10_000);
    }

    List<Long> versions = versions();

    assertThat(versions).hasSizeBetween(800, 1_000).isSorted().startsWith(1L).endsWith(10_000L);
    assertThat(versions).filteredOn(each -> each <= 9_000).hasSizeBetween(300, 400);
  }

  @Test
  void read_withoutATopic_saysSo() {
    assertThatThrownBy(() -> new FiguresHistory(kafka, "no-such-" + model, model).read())
        .isInstanceOf(KafkaFailure.class)
        .hasMessageContaining("there is no such topic");
  }

  private List<Long> versions() {
    return history.read().stream().map(VersionFigures::version).toList();
  }

  private void commit(Producer<byte[], byte[]> producer, long first, long last) {
    producer.beginTransaction();
    for (long version = first; version <= last; version++) {
      send(producer, version);
    }
    producer.commitTransaction();
  }

  private void send(Producer<byte[], byte[]> producer, long version) {
    VersionFigures figures =
        new VersionFigures(
            model, version, 0, version, Instant.EPOCH, Optional.empty(), 0, 0, 0, Map.of());
    producer.send(new ProducerRecord<>(topic, new FiguresCodec().encode(figures)));
  }
}
