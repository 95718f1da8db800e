package io.gradstream.kafka.client;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of the topics of one model.
 *
 * @param input where its samples come from
 * @param parameters where its versions go
 * @param state where goes what only its learner needs
 * @param deadLetter where go the records that could not be learned
 * @param history where go the versions that are kept beyond the newest, if any are
 * @param control where commands to the learner come from, if it takes any
 */
public record Topics(
    String input,
    String parameters,
    String state,
    String deadLetter,
    Optional<String> history,
    Optional<String> control) {
  private static final int MOST_OF_PREFIX = 237;
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  /** Topics of a model of which no version is kept but the newest, and that nobody commands. */
  public Topics(String input, String parameters, String state, String deadLetter) {
    this(input, parameters, state, deadLetter, Optional.empty(), Optional.empty());
  }

  /**
   * @throws IllegalArgumentException if a name is none Kafka would take, or two are the same
   */
  public Topics {
    requireName("input.topic", input);
    requireName("publish.topic", parameters);
    requireName("state topic", state);
    requireName("deadLetter.topic", deadLetter);
    history.ifPresent(topic -> requireName("history topic", topic));
    List<String> all =
        Stream.of(
                Stream.of(input, parameters, state, deadLetter), history.stream(), control.stream())
            .flatMap(topics -> topics)
            .toList();
    if (Set.copyOf(all).size() < all.size()) {
      throw new IllegalArgumentException(
          "topics must differ: input %s, parameters %s, state %s, dead letters %s%s%s"
              .formatted(
                  input,
                  parameters,
                  state,
                  deadLetter,
                  history.map(topic -> ", history " + topic).orElse(""),
                  control.map(topic -> ", control " + topic).orElse("")));
    }
  }

  /** Those that a learner writes. */
  public List<String> written() {
    return Stream.concat(ordered().stream(), Stream.of(deadLetter)).toList();
  }

  /** Those of them that are of one order, and have of every key the newest record. */
  List<String> ordered() {
    return Stream.concat(Stream.of(parameters, state), history.stream()).toList();
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
