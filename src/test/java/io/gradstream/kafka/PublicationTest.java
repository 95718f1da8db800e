package io.gradstream.kafka;

import static io.gradstream.kafka.Fixtures.committed;
import static io.gradstream.kafka.Fixtures.endless;
import static io.gradstream.kafka.Fixtures.newTopics;
import static io.gradstream.kafka.Fixtures.publication;
import static io.gradstream.kafka.Fixtures.send;
import static io.gradstream.kafka.Fixtures.untilEnd;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.input.KafkaSampleSource;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

/** What a publication commits together, and when it commits nothing. */
class PublicationTest extends LearnersTopics {
  @Test
  void publish_ofAVersion_commitsStateDeadLettersAndOffsetsWithIt() throws Exception {
    send(kafka, topics.input(), "a", "bad");
    DeadLetter dead = new DeadLetter(topics.input(), 0, 1, "bad".getBytes(UTF_8), "not JSON");
    Offsets offsets = Offsets.none().with(topics.input(), 0, 2);
    try (KafkaVersionSink sink = sink()) {
      samples(source, Offsets.none()).blockLast(PATIENCE);
      sink.publish(publication(name, 1, offsets, dead)).block(PATIENCE);
    }
    assertThat(keyAndValue(topics.parameters(), 1)).containsExactly(name + "=1");
    assertThat(keyAndValue(topics.state(), 1)).containsExactly(name + "=1");
    assertThat(headers(topics.deadLetter()))
        .containsExactly("topic=" + topics.input(), "partition=0", "offset=1", "reason=not JSON");
    assertThat(committed(kafka, topics.deadLetter(), 1).get(0).value()).asString().isEqualTo("bad");
    assertThat(groupOffset()).isEqualTo(2);
  }

  @Test
  void publish_ofWhatAnotherTopicOfTheNameHad_leavesNothingVisible() throws Exception {
    Offsets read = source.start(Optional.empty()).with(topics.input(), 0, 1);
    delete(topics.input());
    newTopics(kafka, name, 1);
    send(kafka, topics.input(), "of another");
    try (KafkaVersionSink sink = sink()) {
      sink.publish(publication(name, 8, read))
          .as(StepVerifier::create)
          .expectErrorMessage(
              "topic %s was deleted and made anew since version 7: its samples are not those that"
                      .formatted(topics.input())
                  + " were learned; start over with --reset, keep the model and learn from the"
                  + " beginning with input.whenRecreated: restart, or learn under another name")
          .verify(PATIENCE);
    }
    assertThat(committed(kafka, topics.parameters(), 0)).isEmpty();
  }

  @Test
  void publish_whileAPartitionIsAdded_goesOn() {
    Offsets offsets = Offsets.none().with(topics.input(), 0, 0);
    try (KafkaSampleSource endless = endless(kafka, topics, name);
        KafkaVersionSink sink =
            KafkaVersionSink.open(new Clients(kafka), name, topics, Fixtures.ENCODERS, endless)) {
      Disposable reading = endless.records(Offsets.none()).subscribe();
      awaitAssigned(endless);
      int before = endless.groupMetadata().generationId();
      addPartition("a");
      long version = 0;
      while (endless.groupMetadata().generationId() == before || version % 20 > 0) {
        sink.publish(publication(name, ++version, offsets)).block(PATIENCE);
      }
      reading.dispose();
      assertThat(keyAndValue(topics.parameters(), (int) version)).endsWith(name + "=" + version);
    }
  }

  @Test
  void publish_withOffsetsOfATopicThatIsNotRead_doesNotWaitForIt() {
    Offsets offsets = Offsets.none().with("gone-" + name, 0, 7).with(topics.input(), 0, 0);
    try (KafkaVersionSink sink = sink()) {
      sink.publish(publication(name, 1, offsets)).block(Duration.ofSeconds(20));
    }
    assertThat(keyAndValue(topics.parameters(), 1)).containsExactly(name + "=1");
  }

  @Test
  void publish_afterAnotherSinkOfTheNameWasOpened_isFenced() {
    try (KafkaVersionSink first = sink();
        KafkaVersionSink second = sink()) {
      first
          .publish(publication(name, 1, Offsets.none()))
          .as(StepVerifier::create)
          .expectErrorSatisfies(failure -> assertKind(failure, Kind.FENCED))
          .verify(PATIENCE);
      second.publish(publication(name, 1, Offsets.none())).block(PATIENCE);
    }
    assertThat(keyAndValue(topics.parameters(), 1)).containsExactly(name + "=1");
  }

  @Test
  void publish_afterItsPlaceInTheGroupWasTaken_leavesNothingVisible() {
    Offsets offsets = Offsets.none().with(topics.input(), 0, 0);
    try (KafkaSampleSource successor = untilEnd(kafka, topics, name);
        KafkaVersionSink sink = sink()) {
      source.records(Offsets.none()).blockLast(PATIENCE);
      successor.records(Offsets.none()).blockLast(PATIENCE);
      sink.publish(publication(name, 1, offsets))
          .as(StepVerifier::create)
          .expectErrorSatisfies(failure -> assertKind(failure, Kind.ABORTED))
          .verify(PATIENCE);
    }
    assertThat(committed(kafka, topics.parameters(), 0)).isEmpty();
    assertThat(committed(kafka, topics.state(), 0)).isEmpty();
  }

  @Test
  void publish_ofMoreThanTheTopicTakes_namesSizeAndLimit() {
    Encoders large = new Encoders(version -> new byte[2_000_000], Fixtures.ENCODERS.checkpoint());
    try (KafkaVersionSink sink =
        KafkaVersionSink.open(new Clients(kafka), name, topics, large, source)) {
      sink.publish(publication(name, 7, Offsets.none()))
          .as(StepVerifier::create)
          .expectErrorMessage(
              "publishing version 7 of "
                  + name
                  + ": topic "
                  + topics.parameters()
                  + " takes records of at most 1048588 bytes, and this one has 2000228: raise the"
                  + " topic's max.message.bytes, or make the model smaller")
          .verify(PATIENCE);
    }
  }

  @Test
  void publish_ofMoreThanTheTopicTakes_fitsWhenCompressed() {
    KafkaSettings compressing =
        new KafkaSettings(kafka.bootstrapServers(), Map.of("compression.type", "gzip"));
    Encoders large = new Encoders(version -> new byte[2_000_000], Fixtures.ENCODERS.checkpoint());
    try (KafkaVersionSink sink =
        KafkaVersionSink.open(new Clients(compressing), name, topics, large, source)) {
      sink.publish(publication(name, 1, Offsets.none())).block(PATIENCE);
    }
    assertThat(committed(kafka, topics.parameters(), 1).get(0).value()).hasSize(2_000_000);
  }

  @Test
  void publish_ofADeadLetterThatItsHeadersMakeTooLarge_cutsIt() {
    DeadLetter large = new DeadLetter(topics.input(), 0, 0, new byte[1_048_500], "too much");
    try (KafkaVersionSink sink = sink()) {
      sink.publish(publication(name, 1, Offsets.none(), large)).block(PATIENCE);
    }
    assertThat(committed(kafka, topics.deadLetter(), 1).get(0).value())
        .hasSizeBetween(1_048_000, 1_048_499);
  }

  private static void awaitAssigned(KafkaSampleSource read) {
    await(read::unassigned, Optional.empty());
  }

  private List<String> headers(String topic) {
    ConsumerRecord<byte[], byte[]> only = committed(kafka, topic, 1).get(0);
    return Arrays.stream(only.headers().toArray())
        .map(header -> header.key() + "=" + Fixtures.text(header.value()))
        .toList();
  }

  private long groupOffset() throws Exception {
    TopicPartition partition = new TopicPartition(topics.input(), 0);
    try (Admin admin = new Clients(kafka).admin()) {
      OffsetAndMetadata offset = null;
      while (offset == null) {
        offset =
            admin
                .listConsumerGroupOffsets(name)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(partition);
      }
      return offset.offset();
    }
  }
}
