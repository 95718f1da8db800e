package io.gradstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.client.TopicsAdmin;
import io.gradstream.kafka.follow.ParametersFollower;
import io.gradstream.kafka.input.InputSettings;
import io.gradstream.kafka.input.KafkaSampleSource;
import io.gradstream.kafka.restore.Restore;
import io.gradstream.version.Offsets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Every first contact with a port where nobody listens, all at once for each takes its time. */
class UnreachableTest {
  private static final Topics TOPICS = new Topics("in", "parameters", "state", "dead");

  @Test
  void firstContact_whereNobodyListens_failsSoonAndNamesTheServers() throws IOException {
    String servers = "localhost:" + closedPort();
    List<Throwable> failures =
        Flux.fromIterable(contacts(new KafkaSettings(servers, Map.of())))
            .flatMap(UnreachableTest::failure)
            .collectList()
            .blockOptional(Duration.ofSeconds(15))
            .orElseThrow();
    assertThat(failures)
        .hasSize(6)
        .allSatisfy(
            failure -> {
              assertThat(failure)
                  .hasMessageEndingWith(
                      ": no Kafka broker answers at %s: start one there or correct"
                          + " kafka.bootstrapServers",
                      servers);
              assertThat(((KafkaFailure) failure).kind()).isEqualTo(Kind.UNREACHABLE);
            });
  }

  @Test
  void firstContact_withServersThatCannotBeResolved_namesThem() {
    KafkaSettings nowhere = new KafkaSettings("no.such.host.invalid:9092", Map.of());
    assertThat(catchThrowable(() -> new TopicsAdmin(nowhere)))
        .hasMessageContaining("no Kafka broker answers at no.such.host.invalid:9092");
  }

  private static List<Runnable> contacts(KafkaSettings kafka) {
    KafkaSampleSource source = KafkaSampleSource.endless(kafka, InputSettings.of("in"), "m");
    return List.of(
        () -> source.records(Offsets.none()).blockLast(),
        () -> KafkaVersionSink.open(new Clients(kafka), "m", TOPICS, Fixtures.ENCODERS, source),
        () -> new Restore(new Clients(kafka), TOPICS, Fixtures.decoders("m")).newest("m"),
        () -> new ParametersFollower(kafka, "parameters").history().blockLast(),
        () -> new SampleProducer(kafka, "in", OptionalDouble.empty()),
        () -> Fixtures.newTopics(kafka, "m", 1));
  }

  private static Mono<Throwable> failure(Runnable contact) {
    return Mono.fromCallable(() -> catchThrowable(contact::run))
        .subscribeOn(Schedulers.boundedElastic());
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
