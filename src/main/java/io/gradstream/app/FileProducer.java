package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.data.RejectedSample;
import io.gradstream.kafka.SampleProducer;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.pipeline.chunk.DaemonThread;
import io.gradstream.pipeline.file.SampleFileReader;
import io.gradstream.record.EventTime;
import io.gradstream.record.RecordKey;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.SynchronousSink;

/** Samples on their way from a file to a topic, until the file ends or {@link #stop}. */
final class FileProducer {
  private static final int READ_AHEAD = 256;

  private final KafkaSettings kafka;
  private final String topic;
  private final Rate rate;
  private final Optional<EventTime> clock;
  private final Optional<RecordKey> key;
  private final Sinks.Empty<Void> stopSignal = Sinks.empty();
  private @Nullable Thread sender;
  private boolean stopped;

  /** Nothing is sent yet; what will be has no key and the time at which it is sent. */
  FileProducer(KafkaSettings kafka, String topic, Rate rate) {
    this(kafka, topic, rate, Optional.empty(), Optional.empty());
  }

  /**
   * Nothing is sent yet.
   *
   * @param clock tells when samples happened; without it that is when they are sent
   * @param key tells whose samples are, so that all of a key go to one partition
   */
  FileProducer(
      KafkaSettings kafka,
      String topic,
      Rate rate,
      Optional<EventTime> clock,
      Optional<RecordKey> key) {
    this.kafka = kafka;
    this.topic = topic;
    this.rate = rate;
    this.clock = clock;
    this.key = key;
  }

  /**
   * Sends the lines, and returns when the broker has them.
   *
   * @return how many they were
   */
  long send(SampleFileReader lines) {
    try (SampleProducer producer = new SampleProducer(kafka, topic, rate.perSecond())) {
      begin();
      try {
        // A reader may wait for ever, as standard input does: it waits on a thread of its own.
        Iterator<byte[]> each = flux(lines).toIterable(READ_AHEAD).iterator();
        while (each.hasNext() && !isStopped()) {
          send(each.next(), producer);
        }
      } catch (RuntimeException broken) {
        if (!isStopped()) {
          throw broken;
        }
      } finally {
        end();
      }
      return producer.flush();
    }
  }

  private void send(byte[] sample, SampleProducer producer) {
    Long time = clock.map(each -> each.next(sample)).orElse(null);
    producer.send(key.map(each -> keyOf(sample, each)).orElse(null), sample, time);
  }

  /** Without one it will be a dead letter, wherever it goes. */
  private static byte @Nullable [] keyOf(byte[] sample, RecordKey key) {
    try {
      return key.of(sample).getBytes(UTF_8);
    } catch (RejectedSample keyless) {
      return null;
    }
  }

  private Flux<byte[]> flux(SampleFileReader lines) {
    return new DaemonThread("lines")
        .with(thread -> Flux.<byte[]>generate(sink -> emit(lines, sink)).subscribeOn(thread))
        .takeUntilOther(stopSignal.asMono());
  }

  private static void emit(SampleFileReader lines, SynchronousSink<byte[]> sink) {
    byte[] line = lines.next();
    if (line == null) {
      sink.complete();
    } else {
      sink.next(line);
    }
  }

  /** Breaks off, from any thread; what is sent by then stays sent. */
  synchronized void stop() {
    stopped = true;
    stopSignal.tryEmitEmpty();
    if (sender != null) {
      sender.interrupt();
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private synchronized void begin() {
    sender = Thread.currentThread();
  }

  /** From here on no interruption comes, and one that came has done its work. */
  private synchronized void end() {
    sender = null;
    if (stopped) {
      Thread.interrupted();
    }
  }
}
