package io.gradstream.app;

import io.gradstream.config.Settings;
import io.gradstream.kafka.EmbeddedBroker;
import io.gradstream.learn.ModelVersion;
import io.gradstream.pipeline.SampleFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: the main job with nothing installed. */
@Command(
    name = "demo",
    description = "Learns from 20,000 real flights through a Kafka broker of its own.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--rate",
      defaultValue = "2000",
      paramLabel = "N",
      description = "flights sent a second (${DEFAULT-VALUE})")
  private double rate;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "where the broker keeps its topics; a demo that was killed goes on from there"
              + " (gradstream-demo among the temporary files)")
  private Path dataDirectory = Path.of(System.getProperty("java.io.tmpdir"), "gradstream-demo");

  @Option(names = "--keep-running", description = "go on learning after the last flight")
  private boolean keepRunning;

  @Option(names = "--verbose", description = "show stack traces")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    if (!(rate > 0)) {
      throw new UsageException("--rate must be positive: " + rate);
    }
    SampleFile flights = SampleFile.of(DemoDirectory.shipped("data/flights.jsonl.gz").toString());
    DemoDirectory directory = new DemoDirectory(dataDirectory);
    directory.clearIfFinished();
    System.err.println("starting a Kafka broker in " + directory.broker());
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.broker(), 0)) {
      Settings settings =
          Settings.read(
              DemoDirectory.shipped("flights.yaml"),
              Map.of("BOOTSTRAP_SERVERS", broker.bootstrapServers()));
      DemoRun run = new DemoRun(settings, flights, rate, keepRunning);
      Shutdown.onSignal(run::stop);
      Map<String, Object> summary = run.run();
      if (run.isFinished()) {
        directory.markFinished();
      }
      System.out.print(report(settings, run.newest(), broker));
      System.out.println(Json.line(summary));
    }
    return 0;
  }

  private static String report(
      Settings settings, @Nullable ModelVersion newest, EmbeddedBroker broker) {
    if (newest == null) {
      return "no version was published\n";
    }
    return """
        %s
        the parameters' SHA-256 is %s: the same for every run, killed or not
        topics %s and %s are kept in %s
        """
        .formatted(
            VersionLine.of(newest),
            Digest.of(newest),
            settings.topics().input(),
            settings.topics().parameters(),
            broker.dataDirectory());
  }
}
