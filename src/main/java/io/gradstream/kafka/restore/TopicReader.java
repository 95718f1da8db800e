package io.gradstream.kafka.restore;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * One pass over the first partition of a topic by a consumer on the calling thread, with nothing
 * around it: what the clients alone can do, to compare with.
 */
public final class TopicReader {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaSettings kafka;
  private final TopicPartition partition;

  /** Passes over {@code topic}. */
  public TopicReader(KafkaSettings kafka, String topic) {
    this.kafka = kafka;
    this.partition = new TopicPartition(topic, 0);
  }

  /**
   * Reads to the end that there is now.
   *
   * @return how long it took from the first record on
   */
  public Duration read(Consumer<byte[]> each) {
    List<TopicPartition> all = List.of(partition);
    try (var consumer = new Clients(kafka).consumer(Map.of())) {
      consumer.assign(all);
      consumer.seekToBeginning(all);
      long end = consumer.endOffsets(all).getOrDefault(partition, 0L);
      long startNs = 0;
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          startNs = startNs == 0 ? System.nanoTime() : startNs;
          each.accept(record.value());
        }
      }
      return Duration.ofNanos(startNs == 0 ? 0 : System.nanoTime() - startNs);
    }
  }
}
