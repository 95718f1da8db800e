package io.gradstream.kafka;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.SampleLimits;
import io.gradstream.data.SampleSettings;
import io.gradstream.kafka.client.Topics;
import io.gradstream.record.SampleFormat;
import io.gradstream.record.avro.AvroSettings;
import io.gradstream.record.csv.CsvSettings;
import io.gradstream.record.format.Format;
import io.gradstream.record.format.FormatSettings;
import io.gradstream.settings.Secrets;
import java.util.List;
import java.util.Optional;

/**
 * Which topic the samples come from, and how they are written there.
 *
 * @param topic the topic's name
 * @param format how a record's value is written
 * @param from where a model without a version starts
 * @param order in which order the records of several partitions are learned
 * @param csv how comma-separated values are written
 * @param avro how Avro records are written
 * @param whenDeleted what becomes of a learner whose next samples are gone; it fails unless said
 * @param whenRecreated what becomes of a learner whose topic is another; it fails unless said
 * @param backlog what becomes of samples that have waited too long; they are learned unless said
 * @param limits what a record may have to be a sample; the usual unless said
 */
public record InputSettings(
    String topic,
    Format format,
    From from,
    Order order,
    CsvSettings csv,
    AvroSettings avro,
    Optional<WhenDeleted> whenDeleted,
    Optional<WhenRecreated> whenRecreated,
    Optional<BacklogSettings> backlog,
    Optional<SampleLimits> limits) {
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

  /** In which order the records of several partitions are learned. */
  public enum Order {
    /** As they arrive: each partition's in order, and between partitions as the brokers answer. */
    ARRIVAL,
    /**
     * By their timestamps, of equal ones the lower partition's first: as far as the timestamps of
     * each partition rise, the order does not depend on when they arrive.
     */
    TIMESTAMP
  }

  /** What to do where retention has removed samples that were not learned. */
  public enum WhenDeleted {
    /** End, for the model is not what its samples would have made of it. */
    FAIL,
    /** Go on with the oldest that is left, and remember which are missing. */
    SKIP
  }

  /** What to do where the topic was deleted and made anew. */
  public enum WhenRecreated {
    /** End, for its samples are others. */
    FAIL,
    /** Go on with the model as it is, at the beginning of the topic that is there now. */
    RESTART
  }

  /** JSON samples, from the oldest on. */
  public InputSettings(String topic) {
    this(topic, From.EARLIEST);
  }

  private InputSettings(String topic, From from) {
    this(
        topic,
        Format.JSON,
        from,
        Order.ARRIVAL,
        new CsvSettings(),
        new AvroSettings(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
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

  /** Whether the learner goes on without the samples that were deleted before it had them. */
  boolean skipsDeleted() {
    return whenDeleted.equals(Optional.of(WhenDeleted.SKIP));
  }

  /** Whether the learner goes on with another topic of the same name. */
  boolean restartsRecreated() {
    return whenRecreated.equals(Optional.of(WhenRecreated.RESTART));
  }

  /** What a record may have to be a sample. */
  public SampleLimits sampleLimits() {
    return limits.orElseGet(SampleLimits::new);
  }

  /** What of them must not be shown. */
  public Secrets secrets() {
    return avro.secrets();
  }

  /** The settings of all formats. */
  public FormatSettings formats() {
    return new FormatSettings(csv, avro, sampleLimits());
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
