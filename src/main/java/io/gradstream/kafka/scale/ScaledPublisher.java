package io.gradstream.kafka.scale;

import io.gradstream.kafka.VersionRecords;
import io.gradstream.pipeline.Publication;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Publishes versions under the model's name as transactional id: opening one fences every learner
 * that has published before, be it a member or alone.
 */
final class ScaledPublisher implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(2);
  private static final int TRANSACTION_MS = 10_000;

  private final Producer<byte[], byte[]> producer;
  private final VersionRecords records;

  ScaledPublisher(KafkaMemberships settings, VersionRecords records) {
    this.producer = settings.transactions(settings.model(), TRANSACTION_MS);
    this.records = records;
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
