package io.gradstream.kafka;

import static io.gradstream.kafka.Fixtures.newName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
@ExtendWith(SharedBroker.class)
class EmbeddedBrokerTest {
  @Test
  void start_againOnTheSameDirectoryAndPort_hasWhatWasWritten(@TempDir Path directory) {
    String topic = newName();
    Path data = directory.resolve("data");
    int port = startAndFill(data, topic);
    try (EmbeddedBroker again = EmbeddedBroker.start(data, port)) {
      assertThat(again.bootstrapServers()).isEqualTo("localhost:" + port);
      assertThat(Fixtures.committed(settings(again), topic + ".in", 2))
          .extracting(record -> Fixtures.text(record.value()))
          .containsExactly("a", "b");
    }
  }

  private static int startAndFill(Path data, String topic) {
    try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
      Fixtures.newTopics(settings(broker), topic, 1);
      Fixtures.send(settings(broker), topic + ".in", "a", "b");
      return Integer.parseInt(broker.bootstrapServers().split(":", 2)[1]);
    }
  }

  @Test
  void start_onAPortThatIsTaken_namesIt(@TempDir Path directory) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedBroker.start(directory, port))
          .isInstanceOf(KafkaFailure.class)
          .hasMessageStartingWith(
              "starting the embedded broker: port %d of localhost must be free".formatted(port));
    }
  }

  @Test
  void start_inADirectoryThatIsNone_namesIt(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> EmbeddedBroker.start(file, 0))
        .isInstanceOf(KafkaFailure.class)
        .hasMessage(
            "starting the embedded broker: the data directory must be one that can be written to: %s",
            file);
  }

  @Test
  void start_inTheDirectoryOfARunningBroker_isRefused() {
    Path used = SharedBroker.dataDirectory();
    assertThatThrownBy(() -> EmbeddedBroker.start(used, 0))
        .isInstanceOf(KafkaFailure.class)
        .hasMessage(
            "starting the embedded broker: the data directory is in use by another broker: %s",
            used);
  }

  private static KafkaSettings settings(EmbeddedBroker broker) {
    return new KafkaSettings(broker.bootstrapServers(), Map.of());
  }
}
