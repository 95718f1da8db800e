package io.gradstream.kafka.scale;

import io.gradstream.kafka.VersionRecords;
import io.gradstream.kafka.client.Clients;
import io.gradstream.pipeline.Publication;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Publishes versions under the model's name as transactional id: opening one fences every learner
 * that has published before, be it a member or alone.
 */
final class ScaledPublisher implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(2);
  private static final int TRANSACTION_MS = 10_000;
  private static final int BUFFER_BYTES = 64 << 20;

  private final Producer<byte[], byte[]> producer;
  private final VersionRecords records;

  ScaledPublisher(Clients clients, String model, VersionRecords records) {
    this.producer =
        clients.producer(
            Map.of(
                ProducerConfig.RETRY_BACKOFF_MS_CONFIG,
                2,
                ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG,
                10,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Integer.MAX_VALUE,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                BUFFER_BYTES,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                TRANSACTION_MS),
            Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, model));
    this.records = records;
    producer.initTransactions();
  }

  /** Publishes a version with its state; false if another has taken over. */
  boolean publish(Publication publication) {
    try {
      producer.beginTransaction();
      records.send(publication, producer::send);
      producer.commitTransaction();
      return true;
    } catch (ProducerFencedException | InvalidProducerEpochException fenced) {
      return false;
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
