package io.gradstream.kafka.client;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names of the topics of one model.
 *
 * @param input where its samples come from
 * @param parameters where its versions go
 * @param state where goes what only its learner needs
 * @param deadLetter where go the records that could not be learned
 * @param metrics where go the figures of every version, if anywhere
 * @param history where go the versions that are kept beyond the newest, if any are
 * @param control where commands to the learner come from, if it takes any
 * @param labels where the labels of its samples come from, where those have a topic of their own
 */
public record Topics(
    String input,
    String parameters,
    String state,
    String deadLetter,
    Optional<String> metrics,
    Optional<String> history,
    Optional<String> control,
    Optional<String> labels) {
  private static final int MOST_OF_PREFIX = 237;
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  /** Topics of a model without those that not every model has. */
  public Topics(String input, String parameters, String state, String deadLetter) {
    this(
        input, parameters, state, deadLetter, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Topics of a model whose samples are in one. */
  public Topics(
      String input,
      String parameters,
      String state,
      String deadLetter,
      Optional<String> metrics,
      Optional<String> history,
      Optional<String> control) {
    this(input, parameters, state, deadLetter, metrics, history, control, Optional.empty());
  }

  /**
   * @throws IllegalArgumentException if a name is none Kafka would take, or two are the same
   */
  public Topics {
    requireName("input.topic", input);
    requireName("publish.topic", parameters);
    requireName("state topic", state);
    requireName("deadLetter.topic", deadLetter);
    metrics.ifPresent(topic -> requireName("metrics topic", topic));
    history.ifPresent(topic -> requireName("history topic", topic));
    List<String> all = new ArrayList<>(List.of(input, parameters, state, deadLetter));
    metrics.ifPresent(all::add);
    history.ifPresent(all::add);
    control.ifPresent(all::add);
    labels.ifPresent(all::add);
    if (new HashSet<>(all).size() < all.size()) {
      throw new IllegalArgumentException(
          "topics must differ: input %s, parameters %s, state %s, dead letters %s"
                  .formatted(input, parameters, state, deadLetter)
              + metrics.map(topic -> ", metrics " + topic).orElse("")
              + history.map(topic -> ", history " + topic).orElse("")
              + control.map(topic -> ", control " + topic).orElse("")
              + labels.map(topic -> ", labels " + topic).orElse(""));
    }
  }

  /** Those that it reads samples from. */
  public List<String> inputs() {
    List<String> inputs = new ArrayList<>(List.of(input));
    labels.ifPresent(inputs::add);
    return inputs;
  }

  /** Those that a learner writes. */
  public List<String> written() {
    List<String> written = new ArrayList<>(ordered());
    written.add(deadLetter);
    metrics.ifPresent(written::add);
    return written;
  }

  /** Those of them that are of one order, and have of every key the newest record. */
  public List<String> ordered() {
    List<String> ordered = new ArrayList<>(List.of(parameters, state));
    history.ifPresent(ordered::add);
    return ordered;
  }

  /**
   * Checks that topics can be named after a model.
   *
   * @throws IllegalArgumentException if the name is none that Kafka would take for a topic's
   *     beginning
   */
  public static void requirePrefix(String key, String name) {
    if (!NAME.matcher(name).matches() || name.length() > MOST_OF_PREFIX) {
      throw new IllegalArgumentException(
          "%s must be 1 to %d letters, digits, '.', '_' or '-', for topics are named after it: \"%s\""
              .formatted(key, MOST_OF_PREFIX, name));
    }
  }

  /**
   * Refuses what no topic can be called.
   *
   * @param key the setting that says so, for the message
   * @throws IllegalArgumentException if it is no topic's name
   */
  public static void requireName(String key, String topic) {
    if (!NAME.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
      throw new IllegalArgumentException(
          "%s must be 1 to 249 letters, digits, '.', '_' or '-': \"%s\"".formatted(key, topic));
    }
  }
}
