package io.gradstream.app.replay;

import io.gradstream.app.output.Console;
import io.gradstream.app.train.InputFormat;
import io.gradstream.app.train.LearnerFactory;
import io.gradstream.app.train.Training;
import io.gradstream.app.train.UsageException;
import io.gradstream.config.Settings;
import io.gradstream.pipeline.Caution;
import io.gradstream.pipeline.PublishSettings;
import io.gradstream.pipeline.file.SampleFile;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/**
 * A learner over files, without Kafka.
 *
 * @param files what is learned from
 * @param sessions the passes over them
 * @param training the run
 */
public record Replay(List<SampleFile> files, FileSessions sessions, Training training) {
  /** Versions are paced by steps alone, so that a replay depends on nothing but its samples. */
  private static final Duration NEVER = Duration.ofDays(36_500);

  /**
   * A run that has not begun.
   *
   * @throws UsageException if there is no such file, or what is wanted does not go together
   */
  public static Replay of(
      Settings settings, SampleOptions samples, ReplayOutputs outputs, Console console) {
    SampleFiles read = SampleFiles.of(settings, samples);
    FileSessions sessions =
        new FileSessions(read.source(), outputs.commands(), outputs, settings, console);
    Training training = new Training(parts(settings, read.format(), sessions, outputs), sessions);
    return new Replay(read.files(), sessions, inFaith(training, samples, outputs));
  }

  /** What a run over files is made of. */
  static Training.Parts parts(
      Settings settings, InputFormat format, FileSessions sessions, ReplayOutputs outputs) {
    return new Training.Parts(
        sessions,
        new LearnerFactory(settings),
        format::labelled,
        pace(settings.publish(), outputs),
        settings.input().sampleLimits());
  }

  /** Without a file for them, only the last version is taken. */
  private static PublishSettings pace(PublishSettings given, ReplayOutputs outputs) {
    long everySteps = outputs.hasVersions() ? given.everySteps() : Long.MAX_VALUE;
    return new PublishSettings(
        given.topic(), given.format(), everySteps, NEVER, given.compression(), given.metrics());
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
