package io.gradstream.app;

import io.gradstream.config.Settings;
import io.gradstream.kafka.SampleProducer;
import io.gradstream.kafka.TopicsAdmin;
import io.gradstream.pipeline.LineReader;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code produce}: a file's samples onto the input topic. */
@Command(
    name = "produce",
    description = "Sends a file's samples to the input topic.",
    mixinStandardHelpOptions = true)
final class ProduceCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private SampleOptions samples = new SampleOptions();

  @Option(names = "--rate", paramLabel = "N", description = "samples a second; without it, all")
  private @Nullable Double rate;

  @Override
  public Integer call() throws IOException {
    Settings settings = config.read();
    if (rate != null && !(rate > 0)) {
      throw new UsageException("--rate must be positive: " + rate);
    }
    OptionalDouble perSecond = rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
    try (LineReader lines = samples.file().read(samples.repeat)) {
      try (TopicsAdmin admin = new TopicsAdmin(settings.kafka())) {
        admin.createMissing(settings.topics(), 1);
      }
      String topic = settings.input().topic();
      try (SampleProducer producer = new SampleProducer(settings.kafka(), topic, perSecond)) {
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
          producer.send(line);
        }
        System.out.println(Json.line(Map.of("sent", producer.flush(), "topic", topic)));
      }
    }
    return 0;
  }
}
