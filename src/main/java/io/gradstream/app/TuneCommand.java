package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.app.output.OutputFile;
import io.gradstream.app.replay.Replay;
import io.gradstream.app.replay.ReplayOutputs;
import io.gradstream.app.replay.SampleOptions;
import io.gradstream.app.replay.TuneGrid;
import io.gradstream.app.replay.TuneRun;
import io.gradstream.app.replay.TuneTable;
import io.gradstream.app.replay.TuneTrial;
import io.gradstream.app.train.UsageException;
import io.gradstream.config.Overrides;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tune}: combinations of settings beside each other. */
@Command(
    name = "tune",
    description =
        "Learns from a file with every combination of some settings, on all cores, and ranks them by"
            + " their prequential log-loss or RMSE.")
final class TuneCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private SampleOptions samples = new SampleOptions();

  @Option(
      names = "--try",
      required = true,
      paramLabel = "KEY=V1,V2",
      description = "values for a key of the configuration; all combinations of several are tried")
  private List<String> tries = List.of();

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "write the configuration with the best combination there")
  private @Nullable Path write;

  @Mixin private CommonOptions common = new CommonOptions();

  private final Console console;

  TuneCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Overrides> grid = TuneGrid.of(tries).combinations();
    requireFiles();
    // What is wrong with all of them is told once, and before anything is learned.
    var unused = Replay.of(config.read(console), samples, new ReplayOutputs(), console);
    Optional<OutputFile> file =
        Optional.ofNullable(write).map(path -> OutputFile.replaced("--write", path));
    OutputFile.requireDistinct(read(), file.stream().toList());
    Shutdown.atOnceOnSignal();
    List<TuneTrial> trials = new TuneRun(config.file(), samples, console).of(grid);
    new TuneTable(trials).lines().forEach(console.out()::println);
    Optional<TuneTrial> best =
        trials.stream().filter(trial -> trial.loss().isPresent()).min(TuneTrial.BEST_FIRST);
    file.ifPresent(into -> best.ifPresent(trial -> write(trial, into)));
    return best.isPresent() ? 0 : 1;
  }

  /** Every combination reads the samples anew. */
  private void requireFiles() {
    if (samples.paths().size() < samples.count()) {
      throw new UsageException("--input must be a file, for every combination reads it: -");
    }
  }

  private List<Path> read() {
    List<Path> read = new ArrayList<>(samples.paths());
    read.add(config.file());
    return read;
  }

  private void write(TuneTrial best, OutputFile file) {
    String yaml = best.overrides().rewritten(config.file());
    String head = "# The best of gradstream tune: " + best.name() + "\n";
    file.replace((head + yaml).getBytes(StandardCharsets.UTF_8), console);
  }
}
