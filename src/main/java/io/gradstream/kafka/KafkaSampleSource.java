package io.gradstream.kafka;

import io.gradstream.learn.Offsets;
import io.gradstream.pipeline.RecordChunk;
import io.gradstream.pipeline.SampleSource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import reactor.core.publisher.Flux;

/**
 * The samples of a Kafka topic, a chunk of records at a time, read as the one static member of the
 * consumer group that has the learner's name: a learner that was killed and started again takes its
 * own place at once, and one started beside it takes it away.
 *
 * <p>Nothing is committed here; that is the sink's, in the transaction of a version. Chunks come on
 * the thread that polls, so a subscriber with work to do moves them to a thread of its own ({@code
 * publishOn}). At most one poll's records (10,000) wait beyond what was requested.
 *
 * <p>Streams end with a {@link KafkaFailure}; the next subscription starts with a new consumer.
 */
public final class KafkaSampleSource implements SampleSource, AutoCloseable {
  private final KafkaSettings kafka;
  private final InputSettings input;
  private final String name;
  private final EndOffsets ends;
  private @Nullable PollLoop loop;
  private boolean closed;

  private KafkaSampleSource(
      KafkaSettings kafka, InputSettings input, String name, EndOffsets ends) {
    this.kafka = kafka;
    this.input = input;
    this.name = name;
    this.ends = ends;
  }

  /** A source that goes on with whatever comes. Touches no broker before it is subscribed to. */
  public static KafkaSampleSource endless(KafkaSettings kafka, InputSettings input, String name) {
    return new KafkaSampleSource(kafka, input, name, EndOffsets.none());
  }

  /**
   * A source whose streams complete behind the last record that was there at the first
   * subscription, as often as it is subscribed to.
   */
  public static KafkaSampleSource untilEnd(KafkaSettings kafka, InputSettings input, String name) {
    return new KafkaSampleSource(kafka, input, name, EndOffsets.once());
  }

  @Override
  public Flux<RecordChunk> records(Offsets from) {
    return Flux.from(subscriber -> subscribe(new Reading(from, subscriber), subscriber));
  }

  private void subscribe(Reading reading, Subscriber<? super RecordChunk> subscriber) {
    subscriber.onSubscribe(reading);
    try {
      read(reading);
    } catch (RuntimeException failure) {
      reading.fail(failure);
    }
  }

  /**
   * Leaves off reading and fails a stream that is still subscribed to. The place in the group stays
   * the learner's until its session times out, so that its next start has it back at once.
   */
  @Override
  public synchronized void close() {
    closed = true;
    if (loop != null) {
      loop.close();
    }
  }

  /** Time since the last poll returned; empty before anything was subscribed to. */
  public synchronized Optional<Duration> sinceLastPoll() {
    return Optional.ofNullable(loop).map(PollLoop::sinceLastPoll);
  }

  /** Which member of the group we are, as of the last poll. */
  synchronized ConsumerGroupMetadata groupMetadata() {
    return loop == null ? new ConsumerGroupMetadata(name) : loop.groupMetadata();
  }

  private synchronized void read(Reading reading) {
    if (closed) {
      throw new IllegalStateException("the source of topic %s is closed".formatted(input.topic()));
    }
    if (loop == null || !loop.offer(reading)) {
      loop = start(reading);
    }
  }

  private PollLoop start(Reading first) {
    Diagnosis diagnosis = new Diagnosis(kafka);
    PollLoop started = new PollLoop(consumer(diagnosis), input, ends, diagnosis, first);
    Thread thread = new Thread(started, "gradstream-poll-" + name);
    thread.setDaemon(true);
    thread.start();
    return started;
  }

  private Consumer<byte[], byte[]> consumer(Diagnosis diagnosis) {
    try {
      return new Clients(kafka)
          .consumer(
              Map.of(
                  ConsumerConfig.GROUP_ID_CONFIG,
                  name,
                  ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                  name,
                  ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                  CooperativeStickyAssignor.class.getName()));
    } catch (RuntimeException failure) {
      throw diagnosis.connecting("reading topic " + input.topic(), failure);
    }
  }
}
