package io.gradstream.kafka.client;

import io.gradstream.settings.Secrets;
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
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.jspecify.annotations.Nullable;

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
   * @throws IllegalArgumentException if the servers are none, or a property is one that
   *     exactly-once depends on
   */
  public KafkaSettings {
    requireServers(bootstrapServers);
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    properties.keySet().forEach(KafkaSettings::refuseOurs);
    if (!properties.isEmpty()) {
      refuseImpossible(properties);
      refuseMalformedJaas(properties.get(SaslConfigs.SASL_JAAS_CONFIG));
    }
  }

  /** The same with one more property, instead of any other of its name. */
  public KafkaSettings with(String property, String value) {
    Map<String, String> all = new TreeMap<>(properties);
    all.put(property, value);
    return new KafkaSettings(bootstrapServers, all);
  }

  /** What of them must not be shown. */
  public Secrets secrets() {
    return new ConfidentialProperties(properties).secrets();
  }

  /** The values of properties may be passwords, and are not shown. */
  @Override
  public String toString() {
    return "KafkaSettings[bootstrapServers=%s, properties=%s]"
        .formatted(bootstrapServers, properties.keySet());
  }

  /** What stands before an @ may be a password, and is not shown. */
  private static void requireServers(String servers) {
    if (servers.contains("@")) {
      throw new IllegalArgumentException(
          "bootstrapServers must be host:port, without a user: who we are is told by"
              + " sasl.jaas.config in kafka.properties");
    }
    if (servers.isBlank()) {
      throw new IllegalArgumentException(
          "bootstrapServers must be host:port: \"%s\"".formatted(servers));
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

  /** Kafka's own complaint quotes the words of an entry, one of which may be a password. */
  private static void refuseMalformedJaas(@Nullable String entry) {
    if (entry == null) {
      return;
    }
    try {
      JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password(entry)));
    } catch (RuntimeException notShown) {
      throw new IllegalArgumentException(
          "properties must have a sasl.jaas.config of one login module, required, its options as"
              + " key=\"value\", and a semicolon at the end; its value is not shown");
    }
  }

  /** Whose value is not shown: it may be a password in the wrong place. */
  private static void refuseOurs(String key) {
    if (OURS.contains(key)) {
      throw new IllegalArgumentException(
          "properties must not set %s, gradstream sets it itself: leave it out".formatted(key));
    }
  }
}
