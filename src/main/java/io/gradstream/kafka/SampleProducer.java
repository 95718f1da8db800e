package io.gradstream.kafka;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.TopicsAdmin;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends samples to a topic in their order, each once, at a given rate or as fast as the broker
 * takes them. What is on its way is bounded by the client's {@code buffer.memory} (32 MB): beyond
 * that, {@link #send} waits. Not thread-safe.
 */
public final class SampleProducer implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final Producer<byte[], byte[]> producer;
  private final OptionalLong retentionMs;
  private final String topic;
  private final FailureTranslator failures;
  private final String phase;
  private final double nanosBetween;
  private final AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
  private long startNanos;
  private long sent;

  /**
   * Connects to a cluster.
   *
   * @param topic must exist
   * @param perSecond how many samples a second, unbounded if empty
   * @throws IllegalArgumentException if the rate is not positive
   * @throws KafkaFailure if the cluster does not answer or refuses, or the topic is missing
   */
  public SampleProducer(KafkaSettings kafka, String topic, OptionalDouble perSecond) {
    double rate = perSecond.orElse(Double.POSITIVE_INFINITY);
    if (!(rate > 0)) {
      throw new IllegalArgumentException("rate must be positive: " + rate);
    }
    this.nanosBetween = TimeUnit.SECONDS.toNanos(1) / rate;
    this.topic = topic;
    this.phase = "sending samples to topic " + topic;
    this.failures = new FailureTranslator(kafka);
    this.retentionMs = retentionMs(kafka, topic);
    this.producer = new Clients(kafka).producer(throughput(), Map.of());
  }

  /**
   * Sends a sample, when its turn has come.
   *
   * @throws KafkaFailure if it or an earlier one could not be sent
   */
  public void send(byte[] sample) {
    send(null, sample, null);
  }

  /**
   * Sends somebody's sample that happened at a time, when its turn has come.
   *
   * @param key whose it is, as all of theirs go to one partition; null if nobody's
   * @param timestampMs the time in ms since 1970; null for when it is sent
   * @throws KafkaFailure if it or an earlier one could not be sent, or the topic would not keep it
   */
  public void send(byte @Nullable [] key, byte[] sample, @Nullable Long timestampMs) {
    if (sent == 0 && timestampMs != null) {
      requireKept(timestampMs);
    }
    send(new ProducerRecord<>(topic, null, timestampMs, key, sample));
  }

  private void requireKept(long timestampMs) {
    long ageMs = System.currentTimeMillis() - timestampMs;
    if (retentionMs.isPresent() && ageMs > retentionMs.getAsLong()) {
      throw KafkaFailure.other(
          phase,
          "it keeps records for %d ms, and would delete those of %s at once: set its retention.ms"
                  .formatted(retentionMs.getAsLong(), Instant.ofEpochMilli(timestampMs))
              + " to -1, or send them without --time");
    }
  }

  private void send(ProducerRecord<byte[], byte[]> sample) {
    awaitTurn();
    try {
      producer.send(sample, (done, failure) -> note(failure));
    } catch (RuntimeException failure) {
      throw failures.of(phase, failure, Kind.OTHER);
    }
    refuseFailed();
    sent++;
  }

  /**
   * Waits until the broker has everything.
   *
   * @return how many samples were sent in all
   * @throws KafkaFailure if one could not be sent
   */
  public long flush() {
    try {
      producer.flush();
    } catch (RuntimeException failure) {
      throw failures.of(phase, failure, Kind.OTHER);
    }
    refuseFailed();
    return sent;
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }

  private void note(@Nullable Exception failure) {
    if (failure != null) {
      failed.compareAndSet(null, failure);
    }
  }

  private void refuseFailed() {
    Throwable failure = failed.get();
    if (failure != null) {
      throw failures.of(phase, failure, Kind.OTHER);
    }
  }

  /** By the clock since the first and not from one to the next, so that delays do not add up. */
  private void awaitTurn() {
    if (sent == 0) {
      startNanos = System.nanoTime();
    }
    long due = startNanos + (long) (sent * nanosBetween);
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        throw KafkaFailure.other(phase, "interrupted");
      }
    }
  }

  private static OptionalLong retentionMs(KafkaSettings kafka, String topic) {
    try (TopicsAdmin admin = new TopicsAdmin(kafka)) {
      return admin.retentionMs(topic);
    }
  }

  private static Map<String, Object> throughput() {
    return Map.of(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10, ProducerConfig.LINGER_MS_CONFIG, 5);
  }
}
