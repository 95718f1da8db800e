package io.gradstream.learn;

import java.util.List;

/**
 * A checkpoint was made under other settings than the learner's, so going on from it is refused.
 */
public final class ConfigurationChangedException extends RuntimeException {
  ConfigurationChangedException(String model, List<String> differences) {
    super(
        "model "
            + model
            + " was learned with another configuration: "
            + String.join("; ", differences)
            + " (change it back, choose another name, or start anew with --reset)");
  }
}
