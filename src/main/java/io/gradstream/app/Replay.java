package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.app.train.InputFormat;
import io.gradstream.app.train.LearnerFactory;
import io.gradstream.app.train.Training;
import io.gradstream.app.train.UsageException;
import io.gradstream.config.Settings;
import io.gradstream.kafka.InputSettings;
import io.gradstream.pipeline.Caution;
import io.gradstream.pipeline.PublishSettings;
import io.gradstream.pipeline.SampleSource;
import io.gradstream.pipeline.file.FileSampleSource;
import io.gradstream.pipeline.file.MergedFileSource;
import io.gradstream.pipeline.file.SampleFile;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A learner over files, without Kafka.
 *
 * @param files what is learned from
 * @param sessions the passes over them
 * @param training the run
 */
record Replay(List<SampleFile> files, FileSessions sessions, Training training) {
  /** Versions are paced by steps alone, so that a replay depends on nothing but its samples. */
  private static final Duration NEVER = Duration.ofDays(36_500);

  /**
   * A run that has not begun.
   *
   * @throws UsageException if there is no such file, or what is wanted does not go together
   */
  static Replay of(
      Settings settings, SampleOptions samples, ReplayOutputs outputs, Console console) {
    InputFormat format = InputFormat.ofFile(settings);
    List<SampleFile> files =
        samples.files(samples.time().map(format::labelledWith).orElseGet(format::labelled));
    SampleSource source = source(files, samples, format, settings.input().order());
    FileSessions sessions =
        new FileSessions(source, outputs.commands(), outputs, settings, console);
    Training.Parts parts =
        new Training.Parts(
            sessions,
            new LearnerFactory(settings),
            format::labelled,
            pace(settings.publish(), outputs),
            settings.input().sampleLimits());
    Training training = new Training(parts, sessions);
    return new Replay(files, sessions, inFaith(training, samples, outputs));
  }

  /** The files as partitions, in the order that they would have in a topic. */
  private static SampleSource source(
      List<SampleFile> files,
      SampleOptions samples,
      InputFormat format,
      InputSettings.Order order) {
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

  /** Without a file for them, only the last version is taken. */
  private static PublishSettings pace(PublishSettings given, ReplayOutputs outputs) {
    long everySteps = outputs.hasVersions() ? given.everySteps() : Long.MAX_VALUE;
    return new PublishSettings(
        given.topic(), given.format(), everySteps, NEVER, given.compression());
  }

  /**
   * Goes over the files in good faith first, if there is a way back: what has gone into a pipe, or
   * come out of one, is gone.
   */
  private static Training inFaith(Training training, SampleOptions samples, ReplayOutputs outputs) {
    boolean files =
        samples.paths().stream().filter(Files::isRegularFile).count() == samples.count();
    return files && outputs.canStartAgain() ? training : training.with(Caution.ALWAYS);
  }
}
