package io.gradstream.app;

import io.gradstream.codec.AvroSampleDecoder;
import io.gradstream.codec.AvroSchemas;
import io.gradstream.codec.CsvColumns;
import io.gradstream.codec.CsvFraming;
import io.gradstream.codec.CsvSampleDecoder;
import io.gradstream.codec.Float32SampleDecoder;
import io.gradstream.codec.JsonFraming;
import io.gradstream.codec.JsonSampleDecoder;
import io.gradstream.config.Settings;
import io.gradstream.data.RecordEncoder;
import io.gradstream.data.RecordFraming;
import io.gradstream.data.SampleDecoder;
import io.gradstream.data.SampleSettings;
import io.gradstream.kafka.InputSettings;
import io.gradstream.kafka.InputSettings.Format;

/** How samples are written in a topic or a file, by {@code input.format}. */
final class SampleFormat {
  private final InputSettings input;
  private final SampleSettings sample;
  private final CsvColumns columns;

  private SampleFormat(Settings settings) {
    this.input = settings.input();
    this.sample = settings.sample();
    this.columns = new CsvColumns(input.csv());
  }

  /** The format of a topic's records. */
  static SampleFormat ofTopic(Settings settings) {
    if (settings.input().format() == Format.CSV && settings.input().csv().columns().isEmpty()) {
      throw new UsageException(
          "input.csv.columns must be named where samples come from a topic: only a file has a header");
    }
    SampleFormat format = new SampleFormat(settings);
    try {
      format.requireFields();
      return format;
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** Checks what is known of the records before there are any. */
  private void requireFields() {
    if (input.format() == Format.CSV) {
      columns.requireConfigured(RecordEncoder.labelled(sample).fields());
    } else if (input.format() == Format.AVRO) {
      new AvroSchemas(input.avro()).require(sample);
    }
  }

  /** The format of a file's records. */
  static SampleFormat ofFile(Settings settings) {
    if (settings.input().format().isBinary()) {
      throw new UsageException(
          "input.format must be json or csv where samples come from a file's lines: "
              + settings.input().format().word());
    }
    return new SampleFormat(settings);
  }

  /** How samples to learn from stand in a file. */
  RecordFraming labelled() {
    return framing(RecordEncoder.labelled(sample));
  }

  /** How samples to predict stand in a file, with their label or without. */
  RecordFraming unlabelled() {
    return framing(RecordEncoder.unlabelled(sample));
  }

  private RecordFraming framing(RecordEncoder encoder) {
    return input.format() == Format.CSV
        ? CsvFraming.of(columns, encoder.fields())
        : new JsonFraming();
  }

  /** How samples stand in a file that are to be sent to a topic. */
  RecordFraming forTopic() {
    return input.format() == Format.CSV
        ? CsvFraming.reordering(columns, RecordEncoder.labelled(sample).fields())
        : new JsonFraming();
  }

  /**
   * @throws UsageException if no samples can be made up
   */
  void requireMadeUp() {
    if (input.format() != Format.JSON) {
      throw new UsageException(
          "--input must be given where input.format is " + input.format().word());
    }
  }

  /** A decoder of samples to learn from, of a learner's schema. */
  SampleDecoder labelled(SampleSettings schema) {
    return switch (input.format()) {
      case JSON -> JsonSampleDecoder.labelled(schema);
      case FLOAT32 -> Float32SampleDecoder.labelled(schema);
      case CSV, AVRO -> decoder(RecordEncoder.labelled(schema));
    };
  }

  /** A decoder of samples to predict, of a schema that may be another than the configuration's. */
  SampleDecoder unlabelled(SampleSettings schema) {
    return switch (input.format()) {
      case JSON -> JsonSampleDecoder.unlabelled(schema);
      case FLOAT32 -> Float32SampleDecoder.unlabelled(schema);
      case CSV, AVRO -> decoder(RecordEncoder.unlabelled(schema));
    };
  }

  private SampleDecoder decoder(RecordEncoder encoder) {
    return input.format() == Format.CSV
        ? new CsvSampleDecoder(encoder, columns)
        : new AvroSampleDecoder(encoder, new AvroSchemas(input.avro()));
  }
}
