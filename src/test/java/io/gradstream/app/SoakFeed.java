package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Sends samples without end on a thread of its own, as fast as the learner takes them: it waits
 * only while the learner is far behind. Every so often a record is among them that is none.
 */
final class SoakFeed implements AutoCloseable {
  /** Samples between two looks at how far the learner is, and between two broken records. */
  private static final int STRETCH = 100_000;

  private static final long MOST_LAG = 20L * STRETCH;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final String topic;
  private final StatusPages pages;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicLong samples = new AtomicLong();
  private final AtomicLong broken = new AtomicLong();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Mono<Void> end;

  private SoakFeed(Trial trial, StatusPages pages, List<byte[]> lines) {
    this.topic = trial.inputTopic();
    this.pages = pages;
    this.producer = TopicOwner.of(trial).steadyProducer();
    this.end =
        Mono.<Void>fromRunnable(() -> feed(lines)).subscribeOn(Schedulers.boundedElastic()).cache();
  }

  /** Starts to send, to the only partition. */
  static SoakFeed start(Trial trial, StatusPages pages, List<String> lines) {
    SoakFeed feed =
        new SoakFeed(trial, pages, lines.stream().map(line -> line.getBytes(UTF_8)).toList());
    feed.end.subscribe(done -> {}, failure -> {});
    return feed;
  }

  private void feed(List<byte[]> lines) {
    int next = 0;
    while (!stopping.get()) {
      for (int i = 0; i < STRETCH; i++) {
        send(lines.get(next));
        next = (next + 1) % lines.size();
      }
      samples.addAndGet(STRETCH);
      send(("broken record " + broken.incrementAndGet()).getBytes(UTF_8));
      while (samples.get() - pages.learned() > MOST_LAG && !stopping.get()) {
        Mono.delay(PAUSE).block();
      }
    }
    producer.flush();
  }

  private void send(byte[] value) {
    var unused = producer.send(new ProducerRecord<>(topic, 0, null, value));
  }

  /** How many samples were sent by now, the last stretch not counted. */
  long samples() {
    return samples.get();
  }

  /** Sends no more, and returns when the broker has everything. */
  void stop() {
    stopping.set(true);
    end.block(PATIENCE);
  }

  /** How many records were sent that are none. */
  long broken() {
    return broken.get();
  }

  @Override
  public void close() {
    stopping.set(true);
    producer.close(Duration.ZERO);
  }
}
