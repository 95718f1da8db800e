package io.gradstream.kafka.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Makes Kafka's clients: what is good for speed gives way to the user's properties, and those to
 * what correctness needs.
 *
 * @param kafka the cluster
 * @param supplier has them made
 * @param machine where they run, and what they tell is waited for
 */
public record Clients(KafkaSettings kafka, ClientSupplier supplier, Machine machine) {
  /** How long we wait for a first answer before saying that nobody is there. */
  public static final Duration PATIENCE = Duration.ofSeconds(8);

  /** The shortest that a broker takes if its group.min.session.timeout.ms is not set. */
  private static final Duration SESSION = Duration.ofSeconds(6);

  /** A group's members hear with a heartbeat that partitions of one who died are theirs. */
  private static final Duration HEARTBEAT = Duration.ofMillis(500);

  private static final int MEBIBYTE = 1 << 20;

  /** Those of Kafka's library. */
  public Clients(KafkaSettings kafka) {
    this(kafka, ClientSupplier.KAFKA, Machine.LOCAL);
  }

  /** An admin that waits as long as we do, and no longer. */
  public Admin admin() {
    Map<String, Object> properties = new HashMap<>();
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    return supplier.admin(completed(properties, Map.of()));
  }

  /**
   * A consumer of bytes that commits nothing, sees committed records only, and leaves no jump of
   * position to chance.
   */
  public Consumer<byte[], byte[]> consumer(Map<String, Object> needed) {
    return consumer(needed, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** The same, of what these make of keys and values. */
  public Consumer<byte[], byte[]> consumer(
      Map<String, Object> needed, Deserializer<byte[]> keys, Deserializer<byte[]> values) {
    Map<String, Object> properties = new HashMap<>(forSpeed());
    // A dead learner's place is free as soon as a broker allows, unless told otherwise.
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION.toMillis());
    properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) HEARTBEAT.toMillis());
    return supplier.consumer(completed(properties, fixed(needed)), keys, values);
  }

  /** The same of a group whose broker says how long a session lasts. */
  public Consumer<byte[], byte[]> consumerOfServerGroup(Map<String, Object> needed) {
    return supplier.consumer(
        completed(forSpeed(), fixed(needed)),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static Map<String, Object> forSpeed() {
    Map<String, Object> properties = new HashMap<>();
    // Whatever is there is fetched at once: a backlog fills a fetch by itself. What is asked of a
    // broker meanwhile, such as where a topic ends, is answered behind a fetch that waits for more.
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 * MEBIBYTE);
    // Of all partitions a broker has; what they are in is held until it is unpacked.
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 * MEBIBYTE);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    properties.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, MEBIBYTE);
    return properties;
  }

  private static Map<String, Object> fixed(Map<String, Object> needed) {
    Map<String, Object> fixed = new HashMap<>(needed);
    fixed.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    fixed.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    fixed.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    fixed.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return fixed;
  }

  /** An idempotent producer of bytes. */
  public Producer<byte[], byte[]> producer(
      Map<String, Object> preferred, Map<String, Object> needed) {
    Map<String, Object> fixed = new HashMap<>(needed);
    fixed.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    return supplier.producer(completed(preferred, fixed));
  }

  Map<String, Object> completed(Map<String, Object> preferred, Map<String, Object> fixed) {
    Map<String, Object> properties = new HashMap<>(preferred);
    properties.putAll(kafka.properties());
    properties.putAll(fixed);
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    return properties;
  }
}
