package io.gradstream.kafka;

import static io.gradstream.kafka.Fixtures.newName;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.embedded.EmbeddedBroker;
import io.gradstream.kafka.input.KafkaSampleSource;
import io.gradstream.version.Offsets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

@Timeout(180)
@ExtendWith(SharedBroker.class)
class EmbeddedBrokerTest {
  private final List<EmbeddedBroker> restarted = new ArrayList<>();

  @Test
  void start_againOnTheSameDirectoryAndPort_goesOnWithItsClients(@TempDir Path directory) {
    Path data = directory.resolve("data");
    EmbeddedBroker broker = EmbeddedBroker.start(data, 0);
    KafkaSettings kafka = new KafkaSettings(broker.bootstrapServers(), Map.of());
    Topics topics = Fixtures.newTopics(kafka, newName(), 1);
    Fixtures.send(kafka, topics.input(), "before");
    try (KafkaSampleSource source = Fixtures.endless(kafka, topics, newName())) {
      StepVerifier.create(source.records(Offsets.none()).concatMapIterable(Fixtures::values))
          .expectNext("before")
          .then(() -> restart(broker))
          .then(() -> Fixtures.send(kafka, topics.input(), "after"))
          .expectNext("after")
          .thenCancel()
          .verify(Duration.ofSeconds(120));
    } finally {
      restarted.forEach(EmbeddedBroker::close);
    }
  }

  private void restart(EmbeddedBroker broker) {
    broker.close();
    int port = Integer.parseInt(broker.bootstrapServers().split(":", 2)[1]);
    restarted.add(EmbeddedBroker.start(broker.dataDirectory(), port));
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
            "starting the embedded broker: the data directory must be one that can be written to:"
                + " %s",
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
}
