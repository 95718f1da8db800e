package io.gradstream.kafka.control;

import io.gradstream.codec.CommandCodec;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.version.control.Command;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends commands to a learner by way of its topic of control. Thread-safe. */
public final class CommandSender implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(2);
  private static final int PATIENCE_MS = (int) Clients.PATIENCE.toMillis();

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final FailureTranslator failures;
  private final CommandCodec codec = new CommandCodec();

  /**
   * Connects to a cluster.
   *
   * @throws KafkaFailure if the settings are none a client could start with
   */
  public CommandSender(KafkaSettings kafka, String topic) {
    this.topic = topic;
    this.failures = new FailureTranslator(kafka);
    Map<String, Object> patience =
        Map.of(
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            PATIENCE_MS,
            ProducerConfig.LINGER_MS_CONFIG,
            0,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            PATIENCE_MS,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            PATIENCE_MS);
    try {
      this.producer = new Clients(kafka).producer(patience, Map.of());
    } catch (RuntimeException failure) {
      throw failures.connecting("connecting to Kafka", failure);
    }
  }

  /** Sends a command; gives its offset, or a {@link KafkaFailure}. May wait for a first answer. */
  public CompletableFuture<Long> send(Command command) {
    CompletableFuture<Long> sent = new CompletableFuture<>();
    try {
      producer.send(
          new ProducerRecord<>(topic, codec.encode(command)),
          (done, failure) -> {
            if (failure == null) {
              sent.complete(done.offset());
            } else {
              sent.completeExceptionally(
                  failures.connecting("sending commands to topic " + topic, failure));
            }
          });
    } catch (RuntimeException failure) {
      sent.completeExceptionally(
          failures.connecting("sending commands to topic " + topic, failure));
    }
    return sent;
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
