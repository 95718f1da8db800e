package io.gradstream.app;

import io.gradstream.kafka.SampleProducer;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.pipeline.chunk.DaemonThread;
import io.gradstream.pipeline.file.SampleFileReader;
import io.gradstream.record.EventTime;
import java.util.Iterator;
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
  private final @Nullable EventTime clock;
  private final Sinks.Empty<Void> stopSignal = Sinks.empty();
  private @Nullable Thread sender;
  private boolean stopped;

  /** Nothing is sent yet; what will be has the time at which it is sent. */
  FileProducer(KafkaSettings kafka, String topic, Rate rate) {
    this(kafka, topic, rate, null);
  }

  /**
   * Nothing is sent yet.
   *
   * @param clock tells when samples happened; null for when they are sent
   */
  FileProducer(KafkaSettings kafka, String topic, Rate rate, @Nullable EventTime clock) {
    this.kafka = kafka;
    this.topic = topic;
    this.rate = rate;
    this.clock = clock;
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
    if (clock == null) {
      producer.send(sample);
    } else {
      producer.send(sample, clock.next(sample));
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
