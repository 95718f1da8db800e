package io.gradstream.kafka.input;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FieldPath;
import io.gradstream.data.SampleLimits;
import io.gradstream.data.SampleSettings;
import io.gradstream.kafka.client.Topics;
import io.gradstream.pipeline.join.JoinSettings;
import io.gradstream.pipeline.join.JoinSettings.Unlabelled;
import io.gradstream.record.SampleFormat;
import io.gradstream.record.avro.AvroSettings;
import io.gradstream.record.csv.CsvSettings;
import io.gradstream.record.format.Format;
import io.gradstream.record.format.FormatSettings;
import io.gradstream.settings.Bounds;
import io.gradstream.settings.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which topic the samples come from, or which two, and how they are written there.
 *
 * @param topic the topic's name, where features and labels are in one record
 * @param features the topic of features, where their labels come later
 * @param labels the topic of labels then
 * @param key the path of the field by whose text features and label find each other
 * @param within how much later than its features a label may be written
 * @param missing what becomes of features without a label; they are dropped unless said
 * @param most how many records wait for their other half at a time; 100,000 unless said
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
    Optional<String> topic,
    Optional<String> features,
    Optional<String> labels,
    Optional<String> key,
    Optional<Duration> within,
    Optional<Unlabelled> missing,
    Optional<Integer> most,
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

  /** JSON samples of this topic, from the oldest on. */
  public InputSettings(Optional<String> topic) {
    this(topic, From.EARLIEST);
  }

  private InputSettings(Optional<String> topic, From from) {
    this(
        topic,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Format.JSON,
        from,
        Order.ARRIVAL,
        CsvSettings.UNSET,
        AvroSettings.UNSET,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** JSON samples, from the oldest on. */
  public static InputSettings of(String topic) {
    return of(topic, From.EARLIEST);
  }

  /** JSON samples. */
  public static InputSettings of(String topic, From from) {
    return new InputSettings(Optional.of(topic), from);
  }

  /**
   * @throws IllegalArgumentException if a topic is no name Kafka would take, the format lacks a
   *     setting, or what is said of two topics does not go together
   */
  public InputSettings {
    topic.ifPresent(name -> Topics.requireName("topic", name));
    features.ifPresent(name -> Topics.requireName("features", name));
    labels.ifPresent(name -> Topics.requireName("labels", name));
    format.with(new FormatSettings(csv, avro)).requireSettings();
    boolean joins = features.isPresent() || labels.isPresent();
    requireOnlyJoined(joins, "key", key);
    requireOnlyJoined(joins, "within", within);
    requireOnlyJoined(joins, "missing", missing);
    requireOnlyJoined(joins, "most", most);
    if (joins) {
      requireJoinable(topic, features, labels, key, within, most);
      requireLeftOut("whenRecreated", whenRecreated.isPresent());
      requireLeftOut("backlog", backlog.isPresent());
      if (format != Format.JSON) {
        throw new IllegalArgumentException(
            "format must be json where labels have a topic of their own: " + format.word());
      }
    }
  }

  private static void requireOnlyJoined(boolean joins, String name, Optional<?> value) {
    if (value.isPresent() && !joins) {
      throw new IllegalArgumentException(
          name + " needs features and labels, the two topics that are joined, in place of topic");
    }
  }

  private static void requireJoinable(
      Optional<String> topic,
      Optional<String> features,
      Optional<String> labels,
      Optional<String> key,
      Optional<Duration> within,
      Optional<Integer> most) {
    requireLeftOut("topic", topic.isPresent());
    requireGiven("features", "the topic of features", features);
    requireGiven("labels", "the topic of labels", labels);
    requireGiven("key", "the field by which features and labels find each other", key);
    requireGiven("within", "how much later than its features a label may come, as 1h", within);
    key.ifPresent(FieldPath::parse);
    if (within.orElseThrow().isNegative()) {
      throw new IllegalArgumentException("within must not be negative: " + within.get());
    }
    Bounds.atLeastOne("most", most.orElse(JoinSettings.USUAL_MOST));
    if (features.equals(labels)) {
      throw new IllegalArgumentException(
          "labels must be another topic than features: " + labels.orElseThrow());
    }
  }

  private static void requireLeftOut(String name, boolean isGiven) {
    if (isGiven) {
      throw new IllegalArgumentException(
          name + " must be left out where features and labels have a topic each");
    }
  }

  private static void requireGiven(String name, String what, Optional<?> value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          "%s must be given where labels come later than features: %s".formatted(name, what));
    }
  }

  /** What joins features and labels, where they have a topic each. */
  public Optional<JoinSettings> join() {
    return features.map(
        name ->
            new JoinSettings(
                name,
                labels.orElseThrow(),
                key.orElseThrow(),
                within.orElseThrow(),
                missing.orElse(Unlabelled.DROP),
                most.orElse(JoinSettings.USUAL_MOST)));
  }

  /**
   * The topics that are read: one, or that of features before that of labels.
   *
   * @throws IllegalArgumentException if there is none
   */
  public List<String> topics() {
    return topic
        .map(List::of)
        .or(() -> features.map(name -> List.of(name, labels.orElseThrow())))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "input.topic must be given, or input.features and input.labels where labels"
                        + " come later"));
  }

  /** The first of them, after which a model is named that has no other name. */
  public String firstTopic() {
    return topics().get(0);
  }

  /**
   * Checks that several learners can share the topic out.
   *
   * @throws IllegalArgumentException if it is to be read as only one can
   */
  public void requireShareable() {
    requireAlone("order must be arrival", order == Order.TIMESTAMP);
    requireAlone("whenDeleted must be fail", skipsDeleted());
    requireAlone("whenRecreated must be fail", restartsRecreated());
    requireAlone("backlog must be left out", backlog.isPresent());
  }

  private static void requireAlone(String rule, boolean isBroken) {
    if (isBroken) {
      throw new IllegalArgumentException(
          "input." + rule + " where scale has several learners share a model");
    }
  }

  /** Whether records are brought into the order of their timestamps. */
  boolean isOrdered() {
    return order == Order.TIMESTAMP || features.isPresent();
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
