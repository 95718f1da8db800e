package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gradstream.app.train.Training;
import io.gradstream.app.train.TrainingListener;
import io.gradstream.kafka.SharedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A schema registry that is away costs a learner time and nothing else. */
@ExtendWith(SharedBroker.class)
class RegistryAwayIT {
  private static final String SCHEMA =
      """
      {"schema": "{\\"type\\": \\"record\\", \\"name\\": \\"Point\\", \\"fields\\": [\
      {\\"name\\": \\"x\\", \\"type\\": \\"double\\"}, {\\"name\\": \\"y\\", \\"type\\": \\"double\\"}]}"}""";

  @TempDir private Path directory;
  private @Nullable HttpServer registry;

  @AfterEach
  void stopRegistry() {
    if (registry != null) {
      registry.stop(0);
    }
  }

  @Test
  void train_registryThatComesLater_learnsEverySample() throws IOException {
    int port = FreePort.find();
    Trial trial = awaitingRegistry(port);
    TrainingListener startingIt =
        new TrainingListener() {
          @Override
          public void lost() {
            registry = registry == null ? start(port) : registry;
          }
        };

    Map<String, Object> summary = Training.ofTopic(trial.settings(), true, startingIt).run();

    assertThat(registry).isNotNull();
    assertThat(summary).containsEntry("samples", 10L).containsEntry("deadLetters", 0L);
  }

  @Test
  void train_topicThatIsGoneBetweenSessions_makesItAgain() throws IOException {
    int port = FreePort.find();
    Trial trial = awaitingRegistry(port);
    TopicOwner deadLetters =
        new TopicOwner(trial.settings().kafka(), trial.settings().topics().deadLetter());
    TrainingListener deletingIt =
        new TrainingListener() {
          @Override
          public void lost() {
            if (registry == null) {
              deadLetters.delete();
              registry = start(port);
            }
          }
        };

    Map<String, Object> summary = Training.ofTopic(trial.settings(), true, deletingIt).run();

    assertThat(summary).containsEntry("samples", 10L);
    assertThat(deadLetters.exists()).isTrue();
  }

  private Trial awaitingRegistry(int port) throws IOException {
    Trial trial =
        Trial.of(
            directory,
            "diabetes",
            "sample: {features: [{field: x, type: numeric}], label: {field: y, type: numeric}}",
            "input: {topic: in-%s, format: avro, avro: {registry: \"http://localhost:%d\"}}"
                .formatted(UUID.randomUUID(), port));
    trial.sendRecords(Collections.nCopies(10, record(1, 2)));
    return trial;
  }

  private static HttpServer start(int port) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress("localhost", port), 0);
      server.createContext(
          "/schemas/ids/7",
          exchange -> {
            byte[] answer = SCHEMA.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In Confluent's wire format: a zero, the schema's number, and Avro's little-endian doubles. */
  private static byte[] record(double x, double y) {
    ByteBuffer bytes = ByteBuffer.allocate(1 + Integer.BYTES + 2 * Double.BYTES);
    bytes.put((byte) 0).putInt(7).order(ByteOrder.LITTLE_ENDIAN).putDouble(x).putDouble(y);
    return bytes.array();
  }
}
