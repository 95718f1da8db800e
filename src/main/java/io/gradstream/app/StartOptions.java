package io.gradstream.app;

import io.gradstream.app.train.Training.Start;
import picocli.CommandLine.Option;

/** What becomes of a model that was learned before: one of these, or it goes on. */
final class StartOptions {
  @Option(
      names = "--reset",
      description = "start anew, even if the model was learned before or configured otherwise")
  private boolean reset;

  @Option(
      names = "--evolve",
      description = "go on under this configuration with a model that was learned with another one")
  private boolean evolve;

  @Option(
      names = "--from-version",
      description =
          "start from the newest version alone, with a fresh optimizer: its state is lost")
  private boolean fromVersion;

  Start chosen() {
    if (reset) {
      return Start.OVER;
    }
    if (fromVersion) {
      return Start.FROM_VERSION;
    }
    return evolve ? Start.EVOLVING : Start.GOING_ON;
  }
}
