package io.gradstream.kafka.client;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/**
 * The settings of every Kafka client: where the cluster is, and what it asks of its clients.
 *
 * @param bootstrapServers {@code host:port}, several separated by commas
 * @param properties any further setting of Kafka's clients, passed as it is (TLS, SASL, fetch
 *     sizes), but for those that exactly-once depends on
 */
public record KafkaSettings(String bootstrapServers, Map<String, String> properties) {
  private static final Set<String> OURS =
      Set.of(
          "auto.offset.reset",
          "bootstrap.servers",
          "enable.auto.commit",
          "enable.idempotence",
          "group.id",
          "group.instance.id",
          "group.protocol",
          "isolation.level",
          "key.deserializer",
          "key.serializer",
          "partition.assignment.strategy",
          "transactional.id",
          "value.deserializer",
          "value.serializer");

  /** A broker on this machine, without further settings. */
  public KafkaSettings() {
    this("localhost:9092", Map.of());
  }

  /**
   * Keeps the properties sorted and unmodifiable.
   *
   * @throws IllegalArgumentException if the servers are blank, or a property is one that
   *     exactly-once depends on
   */
  public KafkaSettings {
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException(
          "bootstrapServers must be host:port: \"%s\"".formatted(bootstrapServers));
    }
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    properties.forEach(KafkaSettings::refuseOurs);
    if (!properties.isEmpty()) {
      refuseImpossible(properties);
    }
  }

  /** What a client would refuse, whose value is not shown: it may be a password. */
  private static void refuseImpossible(Map<String, String> properties) {
    for (ConfigDef known :
        List.of(
            ConsumerConfig.configDef(),
            ProducerConfig.configDef(),
            AdminClientConfig.configDef())) {
      Map<String, ConfigValue> values = known.validateAll(properties);
      for (String key : properties.keySet()) {
        ConfigValue value = values.get(key);
        if (value != null && !value.errorMessages().isEmpty()) {
          throw new IllegalArgumentException(
              "properties must have a value for %s that Kafka's clients take, see Kafka's documentation"
                  .formatted(key));
        }
      }
    }
  }

  private static void refuseOurs(String key, String value) {
    if (OURS.contains(key)) {
      throw new IllegalArgumentException(
          "properties must not set %s, gradstream sets it itself: %s".formatted(key, value));
    }
  }
}
