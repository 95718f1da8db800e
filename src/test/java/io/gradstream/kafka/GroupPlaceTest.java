package io.gradstream.kafka;

import static io.gradstream.kafka.Fixtures.endless;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.input.InputSettings;
import io.gradstream.kafka.input.KafkaSampleSource;
import io.gradstream.kafka.input.LearnerInstance;
import io.gradstream.version.Offsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever waits for a learner's place sees who has it, and when it is free. */
class GroupPlaceTest extends LearnersTopics {
  private final Admin admin = new Clients(kafka).admin();
  private final LearnerInstance waiting = LearnerInstance.of(kafka);
  private final LearnerInstance reading = LearnerInstance.of(kafka);
  private final KafkaSampleSource held = source(reading);

  @BeforeEach
  void settle() {
    waiting.settle();
  }

  @AfterEach
  void close() {
    held.close();
    admin.close();
  }

  @Test
  void holder_ofAGroupThatNobodyHasJoined_isNobody() {
    assertThat(holder(waiting)).isEmpty();
  }

  @Test
  void holder_fromJoiningToLeaving_isTheOneThatJoined() {
    held.join();

    assertThat(holder(waiting).orElseThrow())
        .startsWith("process %d on ".formatted(ProcessHandle.current().pid()))
        .endsWith(" is learning " + name);
    assertThat(holder(reading)).isEmpty();
    held.leave();
    await(() -> holder(waiting), Optional.empty());
  }

  @Test
  void holder_ofASourceThatIsRead_isTheSameUntilItLeaves() {
    Fixtures.send(kafka, topics.input(), "a");
    held.join();
    assertThat(samples(held, Offsets.none()).blockFirst(PATIENCE)).isEqualTo("a");

    assertThat(holder(waiting)).isPresent();
    held.leave();
    await(() -> holder(waiting), Optional.empty());
  }

  /** It may go on at once, and so its place is kept. */
  @Test
  void holder_ofASourceThatIsClosed_isTheSame() {
    held.join();
    held.close();

    assertThat(holder(waiting)).isPresent();
    assertThat(holder(reading)).isEmpty();
  }

  /** Or all others would take the successor for its dead predecessor. */
  @Test
  void clear_ofAPlaceThatAPredecessorHas_letsItsSuccessorBeKnown() {
    held.join();
    LearnerInstance successor = LearnerInstance.of(kafka);
    GroupPlace place = place(successor);
    try (KafkaSampleSource next = source(successor)) {
      assertThat(place.holder()).isEmpty();
      place.clear();
      next.join();

      assertThat(place.holder()).isEmpty();
      assertThat(holder(reading)).isPresent();
    }
  }

  @Test
  void clear_ofAPlaceThatAnotherHas_leavesItToThat() {
    held.join();
    GroupPlace place = place(waiting);

    assertThat(place.holder()).isPresent();
    place.clear();

    assertThat(place.holder()).isPresent();
  }

  /** No trying again would change it. */
  @ParameterizedTest
  @ValueSource(ints = {5_000, 7_200_000})
  void join_withASessionThatTheBrokerDoesNotAllow_saysWhatToSet(int sessionMs) {
    KafkaSettings odd =
        new KafkaSettings(
            kafka.bootstrapServers(), Map.of("session.timeout.ms", Integer.toString(sessionMs)));
    try (KafkaSampleSource refused = endless(odd, topics, name)) {
      assertThatThrownBy(refused::join)
          .satisfies(failure -> assertKind(failure, Kind.OTHER))
          .hasMessageStartingWith("joining group " + name)
          .hasMessageContaining("set session.timeout.ms in kafka.properties");
    }
  }

  private KafkaSampleSource source(LearnerInstance instance) {
    return KafkaSampleSource.of(
        new Clients(kafka), InputSettings.of(topics.input()), name, instance, false);
  }

  private Optional<String> holder(LearnerInstance looking) {
    looking.settle();
    return place(looking).holder();
  }

  private GroupPlace place(LearnerInstance looking) {
    return new GroupPlace(admin, name, looking, new FailureTranslator(kafka));
  }
}
