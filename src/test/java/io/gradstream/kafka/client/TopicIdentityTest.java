package io.gradstream.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.version.Offsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicIdentityTest {
  private static final Offsets READ = Offsets.none().withTopicId("departures", "a");
  private static final TopicIdentity OURS = TopicIdentity.any("departures").of(READ).at(12);

  @Test
  void loss_ofTheSameTopic_isNone() {
    assertThat(OURS.loss(found("a"))).isEmpty();
  }

  @Test
  void loss_ofAnotherTopic_saysSinceWhen() {
    assertThat(OURS.loss(found("b")).orElseThrow())
        .hasMessage(
            "topic departures was deleted and made anew since version 12: its samples are not those"
                + " that were learned; start over with --reset, keep the model and learn from the"
                + " beginning with input.whenRecreated: restart, or learn under another name")
        .extracting(KafkaFailure::kind)
        .isEqualTo(Kind.TOPIC_RECREATED);
  }

  @Test
  void loss_ofAnotherTopicBeforeTheFirstVersion_saysSinceTheStart() {
    assertThat(OURS.at(0).loss(found("b")).orElseThrow())
        .hasMessageStartingWith("topic departures was deleted and made anew since the start: ");
  }

  @Test
  void loss_ofNoTopic_isItsDeletion() {
    assertThat(OURS.loss(Optional.empty()).orElseThrow())
        .hasMessage(
            "topic departures was deleted since version 12, and there is none of its name: make it"
                + " anew and go on with input.whenRecreated: restart or start over with --reset, or"
                + " name another in input.topic")
        .extracting(KafkaFailure::kind)
        .isEqualTo(Kind.TOPIC_DELETED);
  }

  @Test
  void loss_ofATopicThatMayBeReplaced_passes() {
    TopicIdentity replaceable = OURS.replaceable(true);

    assertThat(replaceable.loss(found("a"))).isEmpty();
    assertThat(replaceable.loss(found("b")).orElseThrow())
        .hasMessage("topic departures was deleted and made anew since version 12")
        .matches(loss -> loss.isTransient(true));
    assertThat(replaceable.at(13).loss(Optional.empty()).orElseThrow())
        .hasMessage(
            "topic departures was deleted since version 13, and there is none of its name: waiting"
                + " for it to be made anew")
        .matches(loss -> loss.isTransient(true));
  }

  @Test
  void loss_whereTheClusterTellsNoIds_isDeletionAlone() {
    Optional<InputTopic> unnamed = Optional.of(new InputTopic(Optional.empty(), Set.of()));
    TopicIdentity adopted = TopicIdentity.any("departures").adopt(unnamed.orElseThrow());

    assertThat(OURS.loss(unnamed)).isEmpty();
    assertThat(adopted.loss(unnamed)).isEmpty();
    assertThat(adopted.loss(Optional.empty())).isPresent();
  }

  @Test
  void loss_ofATopicThatNobodyHasSeen_isNone() {
    assertThat(TopicIdentity.any("departures").loss(Optional.empty())).isEmpty();
    assertThat(TopicIdentity.any("departures").loss(found("b"))).isEmpty();
  }

  @Test
  void adopt_whereAnIdIsKnown_keepsIt() {
    assertThat(OURS.adopt(found("b").orElseThrow()).id()).contains("a");
    assertThat(TopicIdentity.any("departures").adopt(found("b").orElseThrow()).id()).contains("b");
  }

  private static Optional<InputTopic> found(String id) {
    return Optional.of(new InputTopic(Optional.of(id), Set.of()));
  }
}
