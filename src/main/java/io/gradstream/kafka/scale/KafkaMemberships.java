package io.gradstream.kafka.scale;

import io.gradstream.codec.VersionFormat;
import io.gradstream.kafka.client.Access;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.client.TopicsAdmin;
import io.gradstream.kafka.input.InputSettings;
import io.gradstream.learn.merge.ScaleSettings;
import io.gradstream.pipeline.scale.Membership;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The memberships of one process on Kafka.
 *
 * @param clients of the cluster
 * @param input where samples come from
 * @param topics where they come from and versions go
 * @param model its name: consumer group, and transactional id of who publishes
 * @param format how versions are written
 * @param scale how rounds are made
 * @param keyed whether keys have models
 */
public record KafkaMemberships(
    Clients clients,
    InputSettings input,
    Topics topics,
    String model,
    VersionFormat format,
    ScaleSettings scale,
    boolean keyed)
    implements Membership.Factory {
  private static final long BUFFER_BYTES = 96 << 20;

  /** The topic of the rounds. */
  public String log() {
    return model + ".deltas";
  }

  /**
   * A producer whose transactions are initialised, which ends those of all before of its name.
   *
   * @param timeoutMs after which a broker ends a transaction
   */
  Producer<byte[], byte[]> transactions(String id, int timeoutMs) {
    Producer<byte[], byte[]> producer =
        clients.producer(
            Map.of(
                // A commit right after another meets CONCURRENT_TRANSACTIONS.
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
                timeoutMs),
            Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id));
    producer.initTransactions();
    return producer;
  }

  /** {@inheritDoc} Makes the topics that are missing of those that are written. */
  @Override
  public Membership open() {
    try (TopicsAdmin admin = new TopicsAdmin(clients)) {
      admin.createInput(topics.input(), 1);
      admin.createWritten(topics);
      admin.createRounds(log());
    }
    FailureTranslator failures = new FailureTranslator(clients.kafka());
    try (Admin admin = clients.admin()) {
      new Access(admin, failures).requireOfLearner(topics);
      return new KafkaMembership(this);
    } catch (RuntimeException failure) {
      throw failures.connecting("joining the learners of " + model, failure);
    }
  }
}
