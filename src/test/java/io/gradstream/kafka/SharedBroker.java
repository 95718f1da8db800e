package io.gradstream.kafka;

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

/**
 * One embedded broker for all test classes of a JVM, started by the first, closed after the last.
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

  /** The directory it runs in. */
  static Path dataDirectory() {
    return Objects.requireNonNull(directory);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.create(SharedBroker.class))
        .getOrComputeIfAbsent("broker", key -> Running.start());
  }

  private record Running(EmbeddedBroker broker) implements AutoCloseable {
    static Running start() {
      try {
        EmbeddedBroker broker =
            EmbeddedBroker.start(Files.createTempDirectory("gradstream-broker"), 0);
        directory = broker.dataDirectory();
        settings = new KafkaSettings(broker.bootstrapServers(), Map.of());
        return new Running(broker);
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
