package io.gradstream.kafka.client;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of the four topics of one model.
 *
 * @param input where its samples come from
 * @param parameters where its versions go
 * @param state where goes what only its learner needs
 * @param deadLetter where go the records that could not be learned
 */
public record Topics(String input, String parameters, String state, String deadLetter) {
  private static final int MOST_OF_PREFIX = 237;
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  /**
   * @throws IllegalArgumentException if a name is none Kafka would take, or two are the same
   */
  public Topics {
    requireName("input.topic", input);
    requireName("publish.topic", parameters);
    requireName("state topic", state);
    requireName("deadLetter.topic", deadLetter);
    if (Set.copyOf(List.of(input, parameters, state, deadLetter)).size() < 4) {
      throw new IllegalArgumentException(
          "topics must differ: input %s, parameters %s, state %s, dead letters %s"
              .formatted(input, parameters, state, deadLetter));
    }
  }

  /** Those that a learner writes. */
  public List<String> written() {
    return List.of(parameters, state, deadLetter);
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
