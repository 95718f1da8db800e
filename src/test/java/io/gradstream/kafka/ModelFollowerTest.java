package io.gradstream.kafka;

import static io.gradstream.kafka.Fixtures.publication;
import static io.gradstream.kafka.Fixtures.transactional;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.kafka.client.TopicsAdmin;
import io.gradstream.kafka.restore.ModelFollower;
import io.gradstream.kafka.restore.Restore;
import io.gradstream.version.Offsets;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What another learner publishes is known before it is asked for. */
class ModelFollowerTest extends LearnersTopics {
  private final ModelFollower follower =
      new Restore(new Clients(kafka), topics, Fixtures.decoders(name)).follow(name);

  @AfterEach
  void close() {
    follower.close();
  }

  @Test
  void isCurrent_untilTheNextVersion() {
    try (KafkaVersionSink sink = sink()) {
      assertThat(follower.isCurrent()).isFalse();
      publish(sink, 1);
      assertThat(found()).isEqualTo(1);
      assertThat(follower.isCurrent()).isTrue();

      publish(sink, 2);

      assertThat(follower.isCurrent()).isFalse();
      assertThat(found()).isEqualTo(2);
      assertThat(follower.isCurrent()).isTrue();
    }
  }

  @Test
  void find_ofAModelThatHasNoVersionYet_isEmptyUntilItHas() {
    assertThat(follower.find().newest()).isEmpty();
    try (KafkaVersionSink sink = sink()) {
      publish(sink, 1);
    }
    follower.readOn();

    assertThat(found()).isEqualTo(1);
  }

  /** Its offsets look as before, and it has nothing of the model. */
  @Test
  void find_ofTopicsThatWereMadeAnew_hasNothingOfTheOldOnes() throws Exception {
    try (KafkaVersionSink sink = sink()) {
      publish(sink, 1);
    }
    assertThat(found()).isEqualTo(1);
    delete(topics.parameters());
    delete(topics.state());
    try (TopicsAdmin admin = new TopicsAdmin(kafka)) {
      admin.createWritten(topics);
    }

    assertThat(follower.isCurrent()).isFalse();
    assertThat(follower.find().newest()).isEmpty();
  }

  @Test
  void find_versionThatStandsOnOneTopicAlone_isTheOneBefore() {
    try (KafkaVersionSink sink = sink()) {
      publish(sink, 1);
    }
    try (Producer<byte[], byte[]> other = new Clients(kafka).producer(Map.of(), Map.of())) {
      other.send(
          new ProducerRecord<>(topics.parameters(), name.getBytes(UTF_8), "2".getBytes(UTF_8)));
    }

    assertThat(found()).isEqualTo(1);
    assertThat(follower.find().version()).isEqualTo(2);
  }

  /**
   * A transaction's markers reach the topics one after the other, and the last may take its time.
   */
  @Test
  void find_halfOfAFirstVersionWhoseOtherHalfIsUndecided_isAFailureThatPasses() {
    requireWaitedFor(topics.parameters(), topics.state());
  }

  @Test
  void find_halfOfAFirstStateWhoseOtherHalfIsUndecided_isAFailureThatPasses() {
    requireWaitedFor(topics.state(), topics.parameters());
  }

  private void requireWaitedFor(String decided, String undecided) {
    try (Producer<byte[], byte[]> first = transactional(kafka, name);
        Producer<byte[], byte[]> second = transactional(kafka, name + "-2")) {
      send(first, decided);
      first.commitTransaction();
      send(second, undecided);

      assertThat(failure().kind()).isEqualTo(Kind.ABORTED);

      second.commitTransaction();
      assertThat(found()).isEqualTo(1);
    }
  }

  @Test
  void find_halfOfAFirstVersionAndNothingToCome_isAFailureForGood() {
    try (Producer<byte[], byte[]> first = transactional(kafka, name)) {
      send(first, topics.state());
      first.commitTransaction();
    }

    assertThat(failure().kind()).isEqualTo(Kind.OTHER);
  }

  private void send(Producer<byte[], byte[]> producer, String topic) {
    producer.beginTransaction();
    producer.send(new ProducerRecord<>(topic, name.getBytes(UTF_8), "1".getBytes(UTF_8)));
    producer.flush();
  }

  private KafkaFailure failure() {
    return catchThrowableOfType(KafkaFailure.class, follower::find);
  }

  private long found() {
    return follower.find().newest().orElseThrow().version().version();
  }

  private void publish(KafkaVersionSink sink, long version) {
    sink.publish(publication(name, version, Offsets.none())).block(PATIENCE);
    awaitMarkers();
  }
}
