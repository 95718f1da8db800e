package io.gradstream.learn;

import java.util.List;

/**
 * A checkpoint was made under other settings than the learner's, so going on from it is refused.
 */
public final class ConfigurationChangedException extends RuntimeException {
  private ConfigurationChangedException(String model, String what, List<String> lines, String how) {
    super(
        "model %s was learned with %s: %s (%s)"
            .formatted(model, what, String.join("; ", lines), how));
  }

  /** One that could go on under the new settings, if that is wanted. */
  static ConfigurationChangedException of(String model, List<String> differences) {
    return new ConfigurationChangedException(
        model,
        "another configuration",
        differences,
        "go on under the new one with --evolve, change it back, choose another name, or start anew"
            + " with --reset");
  }

  /** One of a member that puts the model together otherwise. */
  static ConfigurationChangedException ofMember(
      String model, String member, String theirs, String own) {
    return new ConfigurationChangedException(
        model,
        "other terms by member " + member,
        List.of(theirs + " there, " + own + " here"),
        "give all members the same configuration");
  }

  /** One whose parameters mean nothing under the new settings. */
  static ConfigurationChangedException anotherModel(String model, List<String> differences) {
    return new ConfigurationChangedException(
        model,
        "what cannot be carried over",
        differences,
        "change it back, choose another name, or start anew with --reset");
  }
}
