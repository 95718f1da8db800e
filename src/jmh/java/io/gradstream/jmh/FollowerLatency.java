package io.gradstream.jmh;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.app.train.Training;
import io.gradstream.app.train.TrainingListener;
import io.gradstream.config.Settings;
import io.gradstream.kafka.client.TopicsAdmin;
import io.gradstream.kafka.embedded.EmbeddedBroker;
import io.gradstream.kafka.follow.KafkaVersions;
import io.gradstream.replica.ModelReplica;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/**
 * How long it takes from a sample's commit in Kafka until a replica has a version with it: a linear
 * model of ten numbers, a version due with every step, broker, learner, producer and replica in one
 * JVM. Prints the histogram of all samples behind a warm-up. Arguments: samples a second, seconds.
 */
public final class FollowerLatency {
  private static final String MODEL = "latency";
  private static final int WARM_UP_SECONDS = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Histogram histogram = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
  private final int perSecond;
  private final int samples;
  private final AtomicLongArray committedNs;
  private int followed;

  private FollowerLatency(int perSecond, int seconds) {
    this.perSecond = perSecond;
    this.samples = perSecond * (WARM_UP_SECONDS + seconds);
    this.committedNs = new AtomicLongArray(samples);
  }

  /** Measures and prints. */
  public static void main(String[] arguments) throws IOException {
    int perSecond = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
    FollowerLatency latency = new FollowerLatency(perSecond, seconds);
    Path directory = Files.createTempDirectory("gradstream-latency");
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0)) {
      latency.measure(settings(directory, broker.bootstrapServers()));
    }
    latency.print();
    System.exit(0);
  }

  private static Settings settings(Path directory, String bootstrapServers) throws IOException {
    StringBuilder yaml = new StringBuilder();
    yaml.append("name: ").append(MODEL).append('\n');
    yaml.append("kafka: {bootstrapServers: \"").append(bootstrapServers).append("\"}\n");
    yaml.append("input: {topic: latency}\nsample:\n  label: {field: y, type: numeric}\n  features:\n");
    for (int i = 0; i < 10; i++) {
      yaml.append("    - {field: x").append(i).append(", type: numeric}\n");
    }
    yaml.append(
        """
        model: {layers: [{type: linear, out: 1}]}
        loss: {type: mse}
        optimizer: {type: sgd, learningRate: 0.01}
        batch: {mode: single}
        publish: {everySteps: 1}
        """);
    return Settings.read(Files.writeString(directory.resolve("latency.yaml"), yaml));
  }

  private void measure(Settings settings) {
    try (TopicsAdmin admin = new TopicsAdmin(settings.kafka())) {
      admin.createMissing(settings.topics(), 1);
    }
    Training training = Training.ofTopic(settings, false, new TrainingListener() {});
    Disposable learning =
        training.learning().subscribeOn(Schedulers.boundedElastic()).subscribe();
    String topic = settings.topics().parameters();
    try (ModelReplica replica =
        ModelReplica.follow(new KafkaVersions(settings.kafka()), topic, MODEL)) {
      replica.versions().subscribe(version -> follow(version, settings.topics().input()));
      produce(settings);
      replica
          .versions()
          .filter(version -> version.samples() >= samples)
          .next()
          .block(PATIENCE);
    }
    training.stop();
    learning.dispose();
  }

  private void produce(Settings settings) {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, Object> properties =
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka().bootstrapServers());
    long startNs = System.nanoTime();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < samples; i++) {
        LockSupport.parkNanos(startNs + i * 1_000_000_000L / perSecond - System.nanoTime());
        producer.send(
            new ProducerRecord<>(settings.topics().input(), sample(random)),
            (written, failure) -> committedNs.set((int) written.offset(), System.nanoTime()));
      }
    }
  }

  private static byte[] sample(SplittableRandom random) {
    StringBuilder json = new StringBuilder("{");
    double sum = 0;
    for (int i = 0; i < 10; i++) {
      double x = random.nextGaussian();
      sum += i * x;
      json.append(String.format(Locale.ROOT, "\"x%d\":%.4f,", i, x));
    }
    return json.append(String.format(Locale.ROOT, "\"y\":%.4f}", sum)).toString().getBytes(UTF_8);
  }

  /** A version may be here before the producer has heard that its sample is. */
  private void follow(ModelVersion version, String topic) {
    long nowNs = System.nanoTime();
    for (; followed < version.offsets().next(topic, 0).orElse(0); followed++) {
      long committed = committedNs.get(followed);
      if (followed >= WARM_UP_SECONDS * perSecond) {
        histogram.recordValue(committed == 0 ? 0 : Math.max(0, nowNs - committed));
      }
    }
  }

  private void print() {
    System.out.printf(
        Locale.ROOT,
        "commit to replica, %d samples at %d a second, ms: median %.2f, 90 %% %.2f, 99 %% %.2f, 99.9 %% %.2f, most %.2f%n",
        histogram.getTotalCount(),
        perSecond,
        histogram.getValueAtPercentile(50) / 1e6,
        histogram.getValueAtPercentile(90) / 1e6,
        histogram.getValueAtPercentile(99) / 1e6,
        histogram.getValueAtPercentile(99.9) / 1e6,
        histogram.getMaxValue() / 1e6);
    histogram.outputPercentileDistribution(System.out, 1, 1e6);
  }
}
