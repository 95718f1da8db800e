package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.app.output.LogConfigurator;
import io.gradstream.app.output.OutputFile;
import io.gradstream.app.simulate.ClusterOptions;
import io.gradstream.app.simulate.SimulationPage;
import io.gradstream.app.simulate.SimulationPlan;
import io.gradstream.app.simulate.SimulationTable;
import io.gradstream.app.simulate.Simulations;
import io.gradstream.app.train.InputFormat;
import io.gradstream.app.train.UsageException;
import io.gradstream.config.Overrides;
import io.gradstream.config.Settings;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.embedded.EmbeddedBroker;
import io.gradstream.pipeline.simulate.ClusterCosts;
import io.gradstream.pipeline.simulate.MemberCosts;
import io.gradstream.pipeline.simulate.MemberMeasurement;
import io.gradstream.pipeline.simulate.SimulatedRun;
import io.gradstream.pipeline.simulate.SimulationCosts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code simulate}: several learners on machines that are not there. */
@Command(
    name = "simulate",
    description =
        "Tells what several learners of one model would bring: they learn here, in a time that is"
            + " simulated from what everything was measured to take.")
final class SimulateCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private SimulationPlan plan = new SimulationPlan();
  @Mixin private SampleRecords samples = new SampleRecords();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "2",
      description = "how long each measurement takes, after as long a warm-up (${DEFAULT-VALUE})")
  private double seconds;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "write table and pictures there, as one page of HTML")
  private @Nullable Path report;

  @Mixin private CommonOptions common = new CommonOptions();

  private final Console console;

  SimulateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    plan.require();
    if (!(seconds > 0)) {
      throw new UsageException("--seconds must be positive: " + seconds);
    }
    Settings configured = config.read(console);
    Optional<OutputFile> page =
        Optional.ofNullable(report).map(path -> OutputFile.replaced("--report", path));
    OutputFile.requireDistinct(List.of(config.file()), page.stream().toList());
    if (configured.perKey().isPresent()) {
      throw new UsageException(
          "perKey must be left out: simulated is what members share, not the models of keys");
    }
    var unused = cluster.given();
    InputFormat format = InputFormat.ofWholeSamples(configured);
    List<byte[]> records = samples.of(configured, format);
    LogConfigurator.quieten("io.gradstream.pipeline.scale");
    LogConfigurator.quieten("io.gradstream.kafka.client");
    Shutdown.atOnceOnSignal();
    List<SimulatedRun> runs = runs(configured, records);
    SimulationTable table = new SimulationTable(runs);
    table.lines().forEach(console.out()::println);
    SimulationPage pictures = new SimulationPage(configured.modelName(), table, runs);
    page.ifPresent(file -> file.replace(pictures.bytes(), console));
    return 0;
  }

  private List<SimulatedRun> runs(Settings configured, List<byte[]> records) throws IOException {
    int round = withRound(Optional.empty()).scale().orElseThrow().round();
    int count = plan.samples(round);
    if (count > records.size()) {
      console.err().printf("%,d samples from %,d, over and over%n", count, records.size());
    }
    List<SimulatedRun> runs = new ArrayList<>();
    for (int each : plan.rounds(round)) {
      Settings settings = withRound(Optional.of(each));
      Simulations simulations = new Simulations(settings, plan, records, count);
      simulations.requireRoom();
      runs.addAll(simulations.run(costs(simulations), console));
    }
    return runs;
  }

  private Settings withRound(Optional<Integer> round) {
    Map<String, String> values =
        round
            .map(samples -> Map.of("scale.round", Integer.toString(samples)))
            .orElseGet(() -> Map.of("scale.members", "auto"));
    return new Overrides(values).settings(config.file(), System.getenv());
  }

  private SimulationCosts costs(Simulations simulations) throws IOException {
    Duration length = Duration.ofNanos((long) (seconds * 1e9));
    double busyNs = simulations.busyNs(length);
    MemberMeasurement measurement = simulations.measurement();
    MemberCosts member = measurement.over(length);
    if (!cluster.isMeasured()) {
      return simulations.costs(member, cluster.given(), busyNs);
    }
    try (ScratchDirectory scratch = new ScratchDirectory("gradstream-simulate");
        EmbeddedBroker broker = EmbeddedBroker.start(scratch.path(), 0)) {
      KafkaSettings kafka = new KafkaSettings(broker.bootstrapServers(), Map.of());
      Settings own = simulations.settings().on(kafka, "simulate");
      ClusterCosts measured =
          simulations.measured(own, member, measurement, cluster.bytesPerSecond());
      return simulations.costs(member, cluster.of(measured), busyNs);
    }
  }
}
