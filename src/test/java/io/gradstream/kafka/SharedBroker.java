package io.gradstream.kafka;

import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.embedded.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.testcontainers.DockerClientFactory;

/**
 * One Kafka for all test classes of a JVM, started by the first, closed after the last: a container
 * of the image that {@value KafkaInContainer#IMAGE} names where an engine is found, else the
 * embedded broker. It says which.
 */
public final class SharedBroker implements BeforeAllCallback {
  private static volatile @Nullable KafkaSettings settings;
  private static volatile @Nullable Path directory;

  /** How to reach it, for classes extended with this. */
  public static KafkaSettings kafka() {
    KafkaSettings started = settings;
    if (started == null) {
      throw new IllegalStateException("the test class must be extended with SharedBroker");
    }
    return started;
  }

  /** The directory it runs in, where it is embedded. */
  public static Path dataDirectory() {
    return Objects.requireNonNull(directory);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.create(SharedBroker.class))
        .getOrComputeIfAbsent("broker", key -> start());
  }

  private static AutoCloseable start() {
    String image = System.getProperty(KafkaInContainer.IMAGE);
    if (image != null && DockerClientFactory.instance().isDockerAvailable()) {
      KafkaInContainer container = KafkaInContainer.start();
      settings = container.settings();
      tell("a container of " + image);
      return container;
    }
    Embedded embedded = Embedded.start();
    tell("the embedded broker" + (image == null ? "" : ", for no container engine is found"));
    return embedded;
  }

  private static void tell(String which) {
    System.out.printf("Kafka for these tests: %s at %s%n", which, kafka().bootstrapServers());
  }

  private record Embedded(EmbeddedBroker broker) implements AutoCloseable {
    static Embedded start() {
      try {
        EmbeddedBroker broker =
            EmbeddedBroker.start(Files.createTempDirectory("gradstream-broker"), 0);
        directory = broker.dataDirectory();
        settings = new KafkaSettings(broker.bootstrapServers(), Map.of());
        return new Embedded(broker);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    @Override
    public void close() throws IOException {
      broker.close();
      try (Stream<Path> files = Files.walk(broker.dataDirectory())) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }
}
