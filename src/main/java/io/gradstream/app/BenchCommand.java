package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.app.output.Json;
import io.gradstream.app.train.InputFormat;
import io.gradstream.app.train.LearnerFactory;
import io.gradstream.app.train.UsageException;
import io.gradstream.config.Settings;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.embedded.EmbeddedBroker;
import io.gradstream.learn.Learner;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench}: how fast this model learns on this machine. */
@Command(
    name = "bench",
    description =
        "Measures how many samples a second this machine decodes and learns, from memory and"
            + " through a broker of its own.")
final class BenchCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private CommonOptions common = new CommonOptions();

  @Mixin private SampleRecords samples = new SampleRecords();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "5",
      description = "how long each measurement takes, after as long a warm-up (${DEFAULT-VALUE})")
  private double seconds;

  @Option(names = "--in-memory", description = "leave out the broker")
  private boolean inMemoryOnly;

  private final Console console;

  BenchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = config.read(console);
    if (!(seconds > 0)) {
      throw new UsageException("--seconds must be positive: " + seconds);
    }
    Duration length = Duration.ofNanos((long) (seconds * 1e9));
    InputFormat format = InputFormat.ofWholeSamples(settings);
    List<byte[]> records = samples.of(settings, format);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("batch", settings.batch().capacity());
    measureInMemory(settings, format, records, length, figures);
    if (!inMemoryOnly) {
      measureStream(settings, format, records, length, figures);
    }
    console.out().println(Json.line(figures));
    return 0;
  }

  private void measureInMemory(
      Settings settings,
      InputFormat format,
      List<byte[]> records,
      Duration length,
      Map<String, Object> figures) {
    Learner learner = new LearnerFactory(settings).get();
    Bench bench = new Bench(records, format.labelled(learner.sample()), learner, length, length);
    measure("decoding", bench.decoding(), figures);
    measure("learning", bench.learning(), figures);
    measure("both", bench.both(), figures);
  }

  private void measureStream(
      Settings settings,
      InputFormat format,
      List<byte[]> records,
      Duration length,
      Map<String, Object> figures)
      throws IOException {
    try (ScratchDirectory scratch = new ScratchDirectory("gradstream-bench");
        EmbeddedBroker broker = EmbeddedBroker.start(scratch.path(), 0)) {
      KafkaSettings kafka = new KafkaSettings(broker.bootstrapServers(), Map.of());
      StreamBench stream = new StreamBench(settings.on(kafka, "bench"), format, records, length);
      stream.produce();
      measure("pollAndDecode", stream.pollAndDecode(), figures);
      measure("endToEnd", stream.endToEnd(), figures);
    }
  }

  private void measure(String what, long samplesPerSecond, Map<String, Object> figures) {
    console.err().printf("%-13s %,12d samples/s%n", what, samplesPerSecond);
    figures.put(what, samplesPerSecond);
  }
}
