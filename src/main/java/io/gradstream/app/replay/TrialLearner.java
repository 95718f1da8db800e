package io.gradstream.app.replay;

import io.gradstream.app.output.Console;
import io.gradstream.app.train.FiguresOnDemand;
import io.gradstream.app.train.InputFormat;
import io.gradstream.app.train.Training;
import io.gradstream.app.train.TrainingListener;
import io.gradstream.config.Overrides;
import io.gradstream.config.Settings;
import io.gradstream.learn.Learner;
import io.gradstream.learn.StepResult;
import io.gradstream.pipeline.LearningPipeline;
import io.gradstream.pipeline.SampleSource;
import io.gradstream.version.ModelVersion;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Learns with one combination of settings. Its figures may be read from any thread. */
final class TrialLearner implements TrainingListener {
  /** Where a value stands in a file is no news of a value that was given on the command line. */
  private static final Pattern PLACE = Pattern.compile("^[^ ]+:\\d+: ");

  /** A processor's time is asked for once in so many steps: that takes as long as a few of them. */
  private static final int STEPS_BETWEEN_LOOKS = 256;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Overrides overrides;
  private final Settings settings;
  private volatile long samples;
  private volatile double loss;

  private final FiguresOnDemand figures = new FiguresOnDemand();

  // The learner's thread's own.
  private @Nullable Learner learner;
  private double lossSum;
  private long steps;
  private long beganNs;
  private volatile long learnedNs;

  /** A learner for a combination. */
  TrialLearner(Overrides overrides, Settings settings) {
    this.overrides = overrides;
    this.settings = settings;
  }

  String name() {
    return TuneTrial.name(overrides);
  }

  Settings settings() {
    return settings;
  }

  /** How many samples it has learned so far. */
  long samples() {
    return samples;
  }

  /** The mean of the losses of all steps so far, each before it was taken. */
  double loss() {
    return loss;
  }

  /** How far it is. */
  TrialLines lines() {
    return new TrialLines(name(), samples, loss, new ContestFigures(figures.newest()));
  }

  /** Learns to the end of the samples; whatever is wrong with it is told and not thrown. */
  TuneTrial learn(SampleSource source, InputFormat format, Console console) {
    try {
      ReplayOutputs none = new ReplayOutputs();
      FileSessions sessions = new FileSessions(source, none.commands(), none, settings, console);
      Training training = new Training(Replay.parts(settings, format, sessions, none), this);
      Map<String, Object> summary = training.run();
      double seconds = learnedNs / (double) TimeUnit.SECONDS.toNanos(1);
      return new TuneTrial(overrides, summary, seconds, "");
    } catch (RuntimeException impossible) {
      return impossible(impossible);
    }
  }

  /** It cannot learn. */
  TuneTrial impossible(RuntimeException why) {
    return TuneTrial.impossible(overrides, reason(why));
  }

  /** What is wrong with a combination, in one line. */
  static String reason(RuntimeException impossible) {
    return PLACE.matcher(String.valueOf(impossible.getMessage())).replaceFirst("");
  }

  @Override
  public void restored(
      SampleSource source,
      LearningPipeline pipeline,
      Learner learner,
      Optional<ModelVersion> newest) {
    this.learner = learner;
    samples = 0;
    lossSum = 0;
    steps = 0;
  }

  @Override
  public void learned(StepResult result) {
    if (steps % STEPS_BETWEEN_LOOKS == 0 || steps < STEPS_BETWEEN_LOOKS) {
      look();
    }
    steps++;
    samples += result.rows();
    lossSum += result.loss();
    loss = lossSum / steps;
    Learner own = learner;
    if (own != null) {
      figures.giveIfWanted(own);
    }
  }

  private void look() {
    long nowNs = THREADS.getCurrentThreadCpuTime();
    if (steps == 0) {
      beganNs = nowNs - learnedNs;
    }
    learnedNs = nowNs - beganNs;
  }
}
