package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.app.output.Json;
import io.gradstream.app.output.LazyReplica;
import io.gradstream.app.output.RequestPredictor;
import io.gradstream.app.train.Status;
import io.gradstream.app.train.TrainingListener;
import io.gradstream.config.Settings;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.embedded.EmbeddedBroker;
import io.gradstream.pipeline.file.SampleFile;
import io.gradstream.record.json.JsonFormat;
import io.gradstream.serve.HttpSettings;
import io.gradstream.serve.Predictions;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}: the main job with nothing installed. */
@Command(
    name = "demo",
    description = "Learns from 20,000 real flights through a Kafka broker of its own.")
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--rate",
      defaultValue = "2000",
      paramLabel = "N",
      description = "flights sent a second (${DEFAULT-VALUE})")
  private double perSecond;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "where the broker keeps its topics; a demo that was killed goes on from there"
              + " (gradstream-demo among the temporary files)")
  private Path dataDirectory = Path.of(System.getProperty("java.io.tmpdir"), "gradstream-demo");

  @Option(names = "--keep-running", description = "go on learning after the last flight")
  private boolean keepRunning;

  @Option(names = "--no-dashboard", description = "show nothing in a browser")
  private boolean noDashboard;

  @Mixin private CommonOptions common = new CommonOptions();

  private final Console console;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Rate rate = Rate.of(perSecond);
    DemoDirectory directory = new DemoDirectory(new DataDirectory(dataDirectory).path());
    SampleFile flights =
        SampleFile.of(
            DemoDirectory.shipped("data/flights.jsonl.gz").toString(), new JsonFormat().framing());
    Settings shipped = Settings.read(DemoDirectory.shipped("flights.yaml"));
    int port = freePort();
    Settings settings =
        shipped.on(new KafkaSettings("localhost:" + port, Map.of()), shipped.modelName());
    Shutdown.atOnceOnSignal();
    if (noDashboard) {
      return learn(settings, port, directory, flights, rate, new TrainingListener() {});
    }
    try (LazyReplica replica = new LazyReplica(settings);
        Status status = dashboard(settings, RequestPredictor.of(replica))) {
      console.err().println("dashboard: " + status.address());
      return learn(settings, port, directory, flights, rate, status);
    }
  }

  /** Of the broker, which whoever looks at the dashboard is told before it starts. */
  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  /** Where people look for one, or at any free port if somebody else is there. */
  private static Status dashboard(Settings settings, Predictions predictions) {
    HttpSettings usual = new HttpSettings();
    try {
      return Status.serve(settings, usual, predictions);
    } catch (IllegalStateException taken) {
      return Status.serve(settings, usual.withPort(0), predictions);
    }
  }

  private int learn(
      Settings settings,
      int port,
      DemoDirectory directory,
      SampleFile flights,
      Rate rate,
      TrainingListener watcher)
      throws IOException {
    directory.prepare();
    console.err().println("starting a Kafka broker, its data in " + directory.broker());
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.broker(), port)) {
      DemoScreen screen = new DemoScreen(console, flights.count());
      DemoRun run = new DemoRun(settings, flights, rate, keepRunning, screen, watcher);
      Shutdown.onSignal(run::stop);
      Map<String, Object> summary = run.run();
      if (run.isFinished()) {
        directory.markFinished();
      }
      report(settings, run, broker);
      console.out().println(Json.line(summary));
    }
    return 0;
  }

  private void report(Settings settings, DemoRun run, EmbeddedBroker broker) {
    ModelVersion newest = run.newest();
    if (newest == null) {
      console.out().println("stopped before the first version: run the demo again to go on");
      return;
    }
    String end =
        run.isFinished()
            ? "the parameters' SHA-256 is %s: the same for every run, killed or not"
                .formatted(newest.fingerprint())
            : "stopped before the last flight: run the demo again to go on from here";
    console.out().println(new VersionLine(newest).text());
    console.out().println(end);
    console
        .out()
        .printf(
            "topics %s and %s are kept in %s%n",
            settings.topics().input(), settings.topics().parameters(), broker.dataDirectory());
  }
}
