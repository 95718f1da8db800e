package io.gradstream.kafka;

/**
 * Which topic the samples come from, and how they are written there.
 *
 * @param topic the topic's name
 * @param format how a record's value is written
 * @param from where a learner without a checkpoint starts
 */
public record InputSettings(String topic, Format format, From from) {
  /** How a sample is written. */
  public enum Format {
    /** A JSON object. */
    JSON
  }

  /** Where reading starts in a partition nothing was read of yet. */
  public enum From {
    /** With the oldest record there is. */
    EARLIEST,
    /** With the first record that comes after the start. */
    LATEST
  }

  /** JSON samples, from the oldest on. */
  public InputSettings(String topic) {
    this(topic, Format.JSON, From.EARLIEST);
  }

  /**
   * @throws IllegalArgumentException if the topic is no name Kafka would take
   */
  public InputSettings {
    Topics.requireName("topic", topic);
  }
}
