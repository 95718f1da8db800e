package io.gradstream.kafka;

import io.gradstream.codec.AvroSettings;
import io.gradstream.codec.CsvSettings;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.SampleSettings;
import java.util.List;
import java.util.Locale;

/**
 * Which topic the samples come from, and how they are written there.
 *
 * @param topic the topic's name
 * @param format how a record's value is written
 * @param from where a model without a version starts
 * @param csv how comma-separated values are written
 * @param avro how Avro records are written
 */
public record InputSettings(
    String topic, Format format, From from, CsvSettings csv, AvroSettings avro) {
  /** How a sample is written. */
  public enum Format {
    /** A JSON object. */
    JSON,
    /** A row of comma-separated values. */
    CSV,
    /** A vector of little-endian numbers, the label last. */
    FLOAT32,
    /** An Avro record. */
    AVRO;

    /** Whether records are no lines of text. */
    public boolean isBinary() {
      return this == FLOAT32 || this == AVRO;
    }

    /** The word settings use: {@code json}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Checks that every feature can be written so.
     *
     * @throws IllegalArgumentException if one cannot
     */
    public void requireCarries(SampleSettings sample) {
      List<FeatureSettings> features = sample.features();
      for (int i = 0; i < features.size(); i++) {
        if (!carries(features.get(i))) {
          throw new IllegalArgumentException(
              "sample.features[%d].type must be one that input.format %s can carry: %s"
                  .formatted(i, word(), features.get(i).type()));
        }
      }
    }

    private boolean carries(FeatureSettings feature) {
      return switch (this) {
        case JSON, AVRO -> true;
        case CSV ->
            !(feature instanceof FeatureSettings.Array || feature instanceof HashedFeature.Map);
        case FLOAT32 ->
            !(feature instanceof HashedFeature.Cross
                || feature instanceof HashedFeature.Map
                || feature instanceof HashedFeature.Tags);
      };
    }
  }

  /**
   * Where a model without a version starts. Partitions that are added later are read from their
   * beginning either way.
   */
  public enum From {
    /** With the oldest record there is. */
    EARLIEST,
    /** With the first record that comes after the start. */
    LATEST
  }

  /** JSON samples, from the oldest on. */
  public InputSettings(String topic) {
    this(topic, From.EARLIEST);
  }

  private InputSettings(String topic, From from) {
    this(topic, Format.JSON, from, new CsvSettings(), new AvroSettings());
  }

  /** JSON samples. */
  public static InputSettings of(String topic, From from) {
    return new InputSettings(topic, from);
  }

  /**
   * @throws IllegalArgumentException if the topic is no name Kafka would take
   */
  public InputSettings {
    Topics.requireName("topic", topic);
    boolean avroKnown = avro.schema().isPresent() || avro.registry().isPresent();
    if (format == Format.AVRO && !avroKnown) {
      throw new IllegalArgumentException(
          "avro must have a schema or a registry where format is avro: neither");
    }
  }
}
