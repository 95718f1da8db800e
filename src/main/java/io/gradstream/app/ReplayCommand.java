package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.app.output.Json;
import io.gradstream.app.train.InputFormat;
import io.gradstream.app.train.LearnerFactory;
import io.gradstream.app.train.Progress;
import io.gradstream.app.train.ProgressLog;
import io.gradstream.app.train.Training;
import io.gradstream.app.train.UsageException;
import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.config.Settings;
import io.gradstream.kafka.InputSettings;
import io.gradstream.learn.Learner;
import io.gradstream.pipeline.Caution;
import io.gradstream.pipeline.PublishSettings;
import io.gradstream.pipeline.SampleSource;
import io.gradstream.pipeline.file.FileSampleSource;
import io.gradstream.pipeline.file.MergedFileSource;
import io.gradstream.pipeline.file.SampleFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Versions are paced by steps alone, so that a replay depends on nothing but its samples. */
  private static final Duration NEVER = Duration.ofDays(36_500);

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
    InputFormat format = InputFormat.ofFile(settings);
    List<SampleFile> files =
        samples.files(samples.time().map(format::labelledWith).orElseGet(format::labelled));
    outputs.require(read());
    SampleSource source = source(files, format, settings.input().order());
    FileSessions sessions = new FileSessions(source, outputs, settings, console);
    Training training = training(settings, format, sessions);
    Shutdown.onSignal(
        () -> {
          stopped = true;
          training.stop();
        });
    Map<String, Object> summary = learn(training);
    warnIfNothingLearned(training.progress(), files);
    export(sessions, training.learner().orElseThrow());
    outputs.summary(console).out().println(Json.line(summary));
    return training.progress().isAllRejected() ? 1 : 0;
  }

  /** The files as partitions, in the order that they would have in a topic. */
  private SampleSource source(
      List<SampleFile> files, InputFormat format, InputSettings.Order order) {
    Optional<String> time = samples.time();
    if (time.isPresent()) {
      return new MergedFileSource(files, samples.repeat(), () -> format.eventTime(time.get()));
    }
    if (files.size() > 1 && order == InputSettings.Order.TIMESTAMP) {
      throw new UsageException(
          "--time must name the field that says when a sample happened: input.order is timestamp,"
              + " and there are several files");
    }
    return FileSampleSource.of(files, samples.repeat());
  }

  /** Goes over the files in good faith first, if there is a way back. */
  private Training training(Settings settings, InputFormat format, FileSessions sessions) {
    Training.Parts parts =
        new Training.Parts(
            sessions,
            new LearnerFactory(settings),
            format::labelled,
            pace(settings.publish()),
            settings.input().sampleLimits());
    Training training = new Training(parts, sessions);
    return canStartAgain() ? training : training.with(Caution.ALWAYS);
  }

  private static Map<String, Object> learn(Training training) {
    try (ProgressLog log = new ProgressLog(training.progress())) {
      return training.run();
    }
  }

  private void export(FileSessions sessions, Learner learner) {
    if (outputs.export().isPresent()) {
      byte[] model = new SafetensorsVersionCodec().encode(sessions.newest().sink().newest(learner));
      outputs.export().get().replace(model, console);
    }
  }

  /** What has gone into a pipe, or come out of one, is gone. */
  private boolean canStartAgain() {
    boolean files =
        samples.paths().stream().filter(Files::isRegularFile).count() == samples.count();
    return files && outputs.canStartAgain();
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

  /** Without a file for them, only the last version is taken. */
  private PublishSettings pace(PublishSettings given) {
    long everySteps = !outputs.hasVersions() ? Long.MAX_VALUE : given.everySteps();
    return new PublishSettings(
        given.topic(), given.format(), everySteps, NEVER, given.compression());
  }
}
