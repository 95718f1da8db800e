package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.app.output.Json;
import io.gradstream.app.replay.SampleOptions;
import io.gradstream.app.train.InputFormat;
import io.gradstream.config.Settings;
import io.gradstream.pipeline.file.SampleFile;
import io.gradstream.pipeline.file.SampleFileReader;
import io.gradstream.record.EventTime;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code produce}: a file's samples onto the input topic. */
@Command(name = "produce", description = "Sends a file's samples to the input topic.")
final class ProduceCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private SampleOptions samples = new SampleOptions();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "samples a second; as fast as the broker takes them unless said")
  private @Nullable Double perSecond;

  @Mixin private CommonOptions common = new CommonOptions();

  private final Console console;

  ProduceCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = config.readToConnect(console);
    Rate rate = perSecond == null ? Rate.UNBOUNDED : Rate.of(perSecond);
    InputFormat format = InputFormat.ofWholeSamples(settings);
    Optional<EventTime> clock = samples.time().map(format::eventTime);
    SampleFile file = samples.file(format.forTopic());
    Shutdown.atOnceOnSignal();
    new TopicsOnDemand(settings).create();
    String topic = settings.input().firstTopic();
    FileProducer sending =
        new FileProducer(settings.kafka(), topic, rate, clock, format.recordKey());
    Shutdown.onSignal(sending::stop);
    try (SampleFileReader lines = file.read(samples.repeat())) {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("topic", topic);
      told.put("sent", sending.send(lines));
      console.out().println(Json.line(told));
    }
    return 0;
  }
}
