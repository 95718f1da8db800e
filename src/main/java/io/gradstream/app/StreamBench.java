package io.gradstream.app;

import io.gradstream.app.train.InputFormat;
import io.gradstream.app.train.Training;
import io.gradstream.app.train.TrainingListener;
import io.gradstream.config.Settings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.kafka.SampleProducer;
import io.gradstream.kafka.client.TopicsAdmin;
import io.gradstream.kafka.restore.TopicReader;
import io.gradstream.learn.StepResult;
import io.gradstream.record.SampleDecoder;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * How fast the whole path is, from a broker in this JVM to the versions on it, beside a loop on one
 * thread that only polls the same topic and decodes what comes. The first pass of each warms up and
 * is not counted.
 */
final class StreamBench {
  private static final long TOPIC_BYTES = 600L << 20;
  private static final int PER_SECOND = 500_000;

  private final Settings settings;
  private final InputFormat format;
  private final List<byte[]> records;
  private final long count;

  /** A measurement with these samples, over and over, that takes about so long a pass. */
  StreamBench(Settings settings, InputFormat format, List<byte[]> records, Duration length) {
    this.settings = settings;
    this.format = format;
    this.records = records;
    long bytes = records.stream().mapToLong(each -> each.length).sum() / records.size();
    this.count = Math.min(PER_SECOND * Math.max(1, length.toSeconds()), TOPIC_BYTES / (bytes + 1));
  }

  /** Fills the topic. */
  void produce() {
    String topic = settings.topics().input();
    try (TopicsAdmin admin = new TopicsAdmin(settings.kafka())) {
      admin.createMissing(settings.topics(), 1);
    }
    try (SampleProducer producer =
        new SampleProducer(settings.kafka(), topic, OptionalDouble.empty())) {
      for (long i = 0; i < count; i++) {
        producer.send(records.get((int) (i % records.size())));
      }
      producer.flush();
    }
  }

  /** Samples polled and decoded a second. */
  long pollAndDecode() {
    passOver();
    return perSecond(count, passOver().toNanos());
  }

  private Duration passOver() {
    SampleDecoder decoder = format.labelled(settings.sample());
    MiniBatch batch = new MiniBatch(settings.sample(), settings.batch().capacity());
    return new TopicReader(settings.kafka(), settings.topics().input())
        .read(record -> decode(decoder, record, batch));
  }

  private static void decode(SampleDecoder decoder, byte[] record, MiniBatch batch) {
    try {
      decoder.decode(record, batch);
    } catch (RejectedSample rejected) {
      // The learner makes a dead letter of it; here it only costs what it costs.
    }
    if (batch.isFull()) {
      batch.clear();
    }
  }

  /** Samples learned a second, versions published on the way. */
  long endToEnd() {
    learn("bench-warm-up");
    return learn("bench");
  }

  private long learn(String name) {
    Stopwatch stopwatch = new Stopwatch();
    Settings named = settings.on(settings.kafka(), name);
    Training.ofTopic(named, true, stopwatch).with(Training.Start.OVER).run();
    return perSecond(stopwatch.samples, stopwatch.lastNs - stopwatch.firstNs);
  }

  private static long perSecond(long samples, long tookNs) {
    return Math.round((double) samples * TimeUnit.SECONDS.toNanos(1) / Math.max(1, tookNs));
  }

  /** From the first sample learned to the last. */
  private static final class Stopwatch implements TrainingListener {
    private long firstNs;
    private long lastNs;
    private long samples;
    private long sinceLooked;

    @Override
    public void learned(StepResult result) {
      samples += result.rows();
      sinceLooked += result.rows();
      if (firstNs == 0 || sinceLooked >= 1000) {
        sinceLooked = 0;
        lastNs = System.nanoTime();
        firstNs = firstNs == 0 ? lastNs : firstNs;
      }
    }
  }
}
