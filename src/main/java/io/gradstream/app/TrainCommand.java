package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.app.output.Json;
import io.gradstream.app.output.LazyReplica;
import io.gradstream.app.output.ProgressPanel;
import io.gradstream.app.output.RequestPredictor;
import io.gradstream.app.train.Progress;
import io.gradstream.app.train.ScaledTraining;
import io.gradstream.app.train.Status;
import io.gradstream.app.train.Training;
import io.gradstream.app.train.TrainingListener;
import io.gradstream.app.train.UsageException;
import io.gradstream.config.Settings;
import io.gradstream.kafka.client.ListenerProbe;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code train}: the long-running learner. */
@Command(
    name = "train",
    description = "Learns from the input topic and publishes every version of the model.")
final class TrainCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(TrainCommand.class);

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--until-end",
      description = "stop when all that is in the topic at the start is learned and published")
  private boolean untilEnd;

  @Option(
      names = "--wait",
      description =
          "wait for a broker, the input topic and access to them, if they are not there yet")
  private boolean waits;

  @ArgGroup private StartOptions start = new StartOptions();

  @Mixin private CommonOptions common = new CommonOptions();

  private final Console console;

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Shutdown.atOnceOnSignal();
    Settings settings = config.readToLearn(console);
    if (!waits) {
      new ListenerProbe(settings.kafka()).requireSpokenTo();
    }
    if (settings.scale().isPresent()) {
      return share(settings);
    }
    if (settings.http().isEmpty()) {
      return train(settings, new TrainingListener() {});
    }
    try (LazyReplica replica = new LazyReplica(settings);
        Status status =
            Status.serve(settings, settings.http().get(), RequestPredictor.of(replica))) {
      LOG.info("dashboard, health and metrics at {}", status.address());
      return train(settings, status);
    }
  }

  /** One of several learners of the model. */
  private int share(Settings settings) {
    if (waits || start.chosen() != Training.Start.GOING_ON) {
      throw new UsageException(
          "--wait, --reset, --evolve and --from-version are for a learner alone: leave scale out for"
              + " one run");
    }
    ScaledTraining training = ScaledTraining.of(settings, untilEnd);
    Shutdown.onSignal(training::stop);
    console.out().println(Json.line(training.run()));
    return 0;
  }

  private int train(Settings settings, TrainingListener listener) {
    Training training = training(settings, listener).with(start.chosen());
    Shutdown.onSignal(training::stop);
    Progress progress = training.progress();
    console.out().println(Json.line(run(training, progress)));
    return progress.isAllRejected() ? 1 : 0;
  }

  private Map<String, Object> run(Training training, Progress progress) {
    try (ProgressPanel panel = new ProgressPanel(progress, () -> share(progress), console)) {
      return training.run();
    }
  }

  /** Of what is in the topic, if that is all. */
  private double share(Progress progress) {
    long learned = progress.samples();
    return untilEnd ? learned / (double) (learned + progress.lag()) : Double.NaN;
  }

  private Training training(Settings settings, TrainingListener listener) {
    return waits
        ? Training.ofAwaitedTopic(settings, untilEnd, listener)
        : Training.ofTopic(settings, untilEnd, listener);
  }
}
