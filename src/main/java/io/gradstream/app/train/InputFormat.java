package io.gradstream.app.train;

import io.gradstream.config.Settings;
import io.gradstream.data.FieldPath;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.encode.RecordEncoder;
import io.gradstream.learn.keyed.PerKeySettings;
import io.gradstream.pipeline.join.HalfDecoder;
import io.gradstream.record.EventTime;
import io.gradstream.record.RecordFraming;
import io.gradstream.record.RecordKey;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.SampleFormat;
import io.gradstream.record.format.Format;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How samples are written in a topic or a file, by {@code input.format}. */
public final class InputFormat {
  private final Format chosen;
  private final SampleFormat format;
  private final SampleSettings sample;
  private final Optional<String> key;

  private InputFormat(Settings settings) {
    this.chosen = settings.input().format();
    this.format = settings.input().sampleFormat();
    this.sample = settings.sample();
    this.key = settings.perKey().map(PerKeySettings::field);
  }

  /** The format of a topic's records. */
  public static InputFormat ofTopic(Settings settings) {
    InputFormat format = new InputFormat(settings);
    try {
      format.format.requireReadable(settings.sample());
      return format;
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** The format of a file's records, each of which is a whole sample. */
  public static InputFormat ofWholeSamples(Settings settings) {
    if (settings.input().join().isPresent()) {
      throw new UsageException(
          "input.topic must be given in place of input.features and input.labels where whole samples"
              + " are read from a file or sent");
    }
    return ofFile(settings);
  }

  /** The format of a file's records. */
  public static InputFormat ofFile(Settings settings) {
    InputFormat format = new InputFormat(settings);
    if (!format.format.isText()) {
      throw new UsageException(
          "input.format must be %s where samples come from a file's lines: %s"
              .formatted(textFormats(settings), format.chosen.word()));
    }
    return format;
  }

  private static String textFormats(Settings settings) {
    return Arrays.stream(Format.values())
        .filter(each -> each.with(settings.input().formats()).isText())
        .map(Format::word)
        .collect(Collectors.joining(" or "));
  }

  /** How samples to learn from stand in a file. */
  public RecordFraming labelled() {
    return format.framing(labelledFields());
  }

  /** How samples to predict stand in a file, with their label or without. */
  public RecordFraming unlabelled() {
    return format.framing(
        key.map(field -> RecordEncoder.unlabelledAndKeyed(sample, format.limits(), field))
            .orElseGet(() -> RecordEncoder.unlabelled(sample))
            .fields());
  }

  /** How samples stand in a file that are to be sent to a topic. */
  public RecordFraming forTopic() {
    return format.topicFraming(labelledFields());
  }

  /**
   * How samples to learn from stand in a file that says when they happened.
   *
   * @param time the path of the field that does
   */
  public RecordFraming labelledWith(String time) {
    List<FieldPath> fields = new ArrayList<>(labelledFields());
    fields.add(FieldPath.parse(time));
    return format.framing(fields);
  }

  /** When samples of one file happened, by their fields. */
  public EventTime eventTime(String time) {
    return new EventTime(format, time);
  }

  /** Whose samples of one file are, where each key has a model. */
  public Optional<RecordKey> recordKey() {
    return key.map(field -> new RecordKey(format, field));
  }

  private List<FieldPath> labelledFields() {
    return key.map(field -> RecordEncoder.labelledAndKeyed(sample, format.limits(), field))
        .orElseGet(() -> RecordEncoder.labelled(sample))
        .fields();
  }

  /**
   * @throws UsageException if no samples can be made up
   */
  public void requireMadeUp() {
    if (chosen != Format.JSON) {
      throw new UsageException("--input must be given where input.format is " + chosen.word());
    }
  }

  /** A decoder of samples to learn from, of a learner's schema. */
  public SampleDecoder labelled(SampleSettings schema) {
    return key.map(field -> format.labelledAndKeyed(schema, field))
        .orElseGet(() -> format.labelled(schema));
  }

  /**
   * Decoders of samples whose labels come later, by a learner's schema.
   *
   * @param key the path of the field by which features and labels find each other
   */
  Function<SampleSettings, HalfDecoder> halves(String key) {
    return schema -> new HalfDecoder(format, schema, key);
  }

  /**
   * A decoder of samples to predict, of a schema that may be another than the configuration's.
   *
   * @param keyField which says whose a sample is, where keys have models
   */
  public SampleDecoder unlabelled(SampleSettings schema, Optional<String> keyField) {
    return keyField
        .map(field -> format.unlabelledAndKeyed(schema, field))
        .orElseGet(() -> format.unlabelled(schema));
  }
}
