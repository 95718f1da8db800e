package io.gradstream.kafka;

import static io.gradstream.kafka.Fixtures.newName;
import static io.gradstream.kafka.Fixtures.publication;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.follow.ParametersFollower;
import io.gradstream.kafka.follow.PublishedRecord;
import io.gradstream.kafka.input.InputSettings.From;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

@Timeout(120)
@ExtendWith(SharedBroker.class)
class ParametersFollowerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final KafkaSettings kafka = SharedBroker.kafka();
  private final String name = newName();
  private final Topics topics = Fixtures.newTopics(kafka, name, 1);
  private final ParametersFollower follower = new ParametersFollower(kafka, topics.parameters());
  private final KafkaVersionSink sink =
      KafkaVersionSink.open(
          new Clients(kafka),
          name,
          topics,
          Fixtures.ENCODERS,
          Fixtures.endless(kafka, topics, name));

  private int published;

  @BeforeEach
  void publishThree() {
    publish("m", 1);
    publish("other", 7);
    publish("m", 2);
  }

  @AfterEach
  void close() {
    sink.close();
  }

  @Test
  void history_ofATopic_isWholeAndCompletes() {
    StepVerifier.create(versions(follower.history()))
        .expectNext("m=1", "other=7", "m=2")
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  void newest_ofEachKey_comesInTheTopicsOrder() {
    StepVerifier.create(versions(follower.newest()))
        .expectNext("other=7", "m=2")
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  void follow_fromTheNewest_goesOnWithWhatComes() {
    StepVerifier.create(versions(follower.follow(From.LATEST)))
        .expectNext("other=7", "m=2")
        .then(() -> publish("m", 3))
        .expectNext("m=3")
        .thenCancel()
        .verify(PATIENCE);
  }

  @Test
  void follow_fromTheBeginning_goesOnWithWhatComes() {
    StepVerifier.create(versions(follower.follow(From.EARLIEST)))
        .expectNext("m=1", "other=7", "m=2")
        .then(() -> publish("m", 3))
        .expectNext("m=3")
        .thenCancel()
        .verify(PATIENCE);
  }

  @Test
  void records_ofATransaction_haveOffsetsWithGapsAndTheTimeTheyWereSent() {
    StepVerifier.create(follower.history().take(2))
        .assertNext(first -> assertThat(first.offset()).isZero())
        .assertNext(
            second -> {
              assertThat(second.offset()).isEqualTo(2);
              assertThat(second.timestamp())
                  .isBetween(Instant.now().minusSeconds(300), Instant.now().plusSeconds(1));
            })
        .expectComplete()
        .verify(PATIENCE);
  }

  /**
   * Publishes, and waits until it is visible: right behind a commit a broker that is slow to write
   * the markers may refuse the next transaction, after which a learner restores and this sink is
   * done.
   */
  private void publish(String model, long number) {
    sink.publish(publication(model, number, Offsets.none())).block(PATIENCE);
    published++;
    assertThat(Fixtures.committed(kafka, topics.parameters(), published)).hasSize(published);
  }

  private static Flux<String> versions(Flux<PublishedRecord> records) {
    return records.map(record -> record.key() + "=" + Fixtures.text(record.value()));
  }
}
