package io.gradstream.kafka;

import io.gradstream.kafka.client.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.containers.Network;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** A Kafka in a container, for this JVM and for other containers of its network. */
public final class KafkaInContainer implements AutoCloseable {
  /** The system property that names the image, one that can take the place of apache/kafka. */
  public static final String IMAGE = "kafka.image";

  private static final String INSIDE = "kafka:19092";

  private final Network network = Network.newNetwork();
  private final KafkaContainer container;

  private KafkaInContainer(String image) {
    container =
        new KafkaContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("apache/kafka"))
            .withNetwork(network)
            .withListener(INSIDE)
            .withImagePullPolicy(wanted -> !wanted.getVersionPart().equals("local"))
            .withStartupTimeout(Duration.ofMinutes(3));
  }

  /** Starts the image that the system property names. */
  public static KafkaInContainer start() {
    KafkaInContainer kafka =
        new KafkaInContainer(Objects.requireNonNull(System.getProperty(IMAGE)));
    kafka.container.start();
    return kafka;
  }

  /** How to reach it from this machine. */
  public KafkaSettings settings() {
    String listener = container.getBootstrapServers().replaceFirst(".*://", "");
    return new KafkaSettings(listener, Map.of());
  }

  /** Where containers of its network reach it. */
  public String bootstrapServersInside() {
    return INSIDE;
  }

  public Network network() {
    return network;
  }

  @Override
  public void close() {
    container.stop();
    network.close();
  }
}
