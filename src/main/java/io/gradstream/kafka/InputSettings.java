package io.gradstream.kafka;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.SampleSettings;
import io.gradstream.record.SampleFormat;
import io.gradstream.record.avro.AvroSettings;
import io.gradstream.record.csv.CsvSettings;
import io.gradstream.record.format.Format;
import io.gradstream.record.format.FormatSettings;
import java.util.List;

/**
 * Which topic the samples come from, and how they are written there.
 *
 * @param topic the topic's name
 * @param format how a record's value is written
 * @param from where a model without a version starts
 * @param order in which order the records of several partitions are learned
 * @param csv how comma-separated values are written
 * @param avro how Avro records are written
 */
public record InputSettings(
    String topic, Format format, From from, InputOrder order, CsvSettings csv, AvroSettings avro) {
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
    this(topic, Format.JSON, from, InputOrder.ARRIVAL, new CsvSettings(), new AvroSettings());
  }

  /** JSON samples. */
  public static InputSettings of(String topic, From from) {
    return new InputSettings(topic, from);
  }

  /**
   * @throws IllegalArgumentException if the topic is no name Kafka would take, or the format lacks
   *     a setting
   */
  public InputSettings {
    Topics.requireName("topic", topic);
    format.with(new FormatSettings(csv, avro)).requireSettings();
  }

  /** The settings of all formats. */
  public FormatSettings formats() {
    return new FormatSettings(csv, avro);
  }

  /** The format as it is set; what one has learned of a file's rows, another does not know. */
  public SampleFormat sampleFormat() {
    return format.with(formats());
  }

  /**
   * Checks that every feature can be written in the format.
   *
   * @throws IllegalArgumentException if one cannot
   */
  public void requireCarries(SampleSettings sample) {
    SampleFormat chosen = sampleFormat();
    List<FeatureSettings> features = sample.features();
    for (int i = 0; i < features.size(); i++) {
      if (!chosen.carries(features.get(i))) {
        throw new IllegalArgumentException(
            "sample.features[%d].type must be one that input.format %s can carry: %s"
                .formatted(i, format.word(), features.get(i).type().word()));
      }
    }
  }
}
