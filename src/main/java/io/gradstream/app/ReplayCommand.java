package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.app.output.Json;
import io.gradstream.app.output.ProgressPanel;
import io.gradstream.app.replay.FileSessions;
import io.gradstream.app.replay.Replay;
import io.gradstream.app.replay.ReplayOutputs;
import io.gradstream.app.replay.ReplayReport;
import io.gradstream.app.replay.SampleOptions;
import io.gradstream.app.train.Progress;
import io.gradstream.app.train.Training;
import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.config.Settings;
import io.gradstream.learn.Learner;
import io.gradstream.pipeline.file.SampleFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code replay}: the learner over files, without Kafka. */
@Command(
    name = "replay",
    description = "Learns from a file as train does from a topic; for back-testing and tuning.")
final class ReplayCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayCommand.class);

  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private SampleOptions samples = new SampleOptions();

  @Mixin private ReplayOutputs outputs = new ReplayOutputs();
  @Mixin private CommonOptions common = new CommonOptions();

  private final Console console;
  private volatile boolean stopped;

  ReplayCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Settings settings = config.readToLearn(console);
    Replay replay = Replay.of(settings, samples, outputs, console);
    outputs.require(read());
    Training training = replay.training();
    Shutdown.onSignal(
        () -> {
          stopped = true;
          training.stop();
        });
    Map<String, Object> summary = learn(training, replay.files());
    warnIfNothingLearned(training.progress(), replay.files());
    export(replay.sessions(), training.learner().orElseThrow());
    report(replay.sessions());
    outputs.summary(console).out().println(Json.line(summary));
    return training.progress().isAllRejected() ? 1 : 0;
  }

  private Map<String, Object> learn(Training training, List<SampleFile> files) {
    try (ProgressPanel panel =
        new ProgressPanel(training.progress(), () -> share(files), console)) {
      return training.run();
    }
  }

  /** Of the files' bytes; nobody knows how many come out of a pipe, or in how many passes. */
  private double share(List<SampleFile> files) {
    double passes = 0;
    for (SampleFile file : files) {
      passes += file.passes();
    }
    return passes / files.size() / samples.repeat();
  }

  private void export(FileSessions sessions, Learner learner) {
    if (outputs.export().isPresent()) {
      byte[] model = new SafetensorsVersionCodec().encode(sessions.newest().sink().newest(learner));
      outputs.export().get().replace(model, console);
    }
  }

  private void report(FileSessions sessions) {
    if (outputs.report().isPresent() && sessions.report().isPresent()) {
      try (ReplayReport report = sessions.report().get()) {
        outputs.report().get().replace(report.page(), console);
      }
    }
  }

  private List<Path> read() {
    List<Path> read = new ArrayList<>(samples.paths());
    read.add(config.file());
    return read;
  }

  private void warnIfNothingLearned(Progress progress, List<SampleFile> files) {
    String names = files.stream().map(SampleFile::name).collect(Collectors.joining(", "));
    if (progress.isAllRejected()) {
      LOG.warn(
          "nothing was learned: every record of {} was rejected, most of them because {}",
          names,
          progress.rejections().commonest().orElse(""));
    } else if (progress.samples() == 0 && !stopped) {
      LOG.warn("nothing was learned: {} has no samples", names);
    }
  }
}
