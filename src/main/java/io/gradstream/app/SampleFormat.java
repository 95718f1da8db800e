package io.gradstream.app;

import io.gradstream.codec.AvroSampleDecoder;
import io.gradstream.codec.AvroSchemas;
import io.gradstream.codec.CsvColumns;
import io.gradstream.codec.CsvSampleDecoder;
import io.gradstream.codec.Float32SampleDecoder;
import io.gradstream.codec.JsonSampleDecoder;
import io.gradstream.config.Settings;
import io.gradstream.data.RecordEncoder;
import io.gradstream.data.SampleDecoder;
import io.gradstream.data.SampleSettings;
import io.gradstream.kafka.InputSettings;
import io.gradstream.kafka.InputSettings.Format;
import io.gradstream.pipeline.SampleFile;

/** How samples are written in a topic or a file, by {@code input.format}. */
final class SampleFormat {
  private final InputSettings input;
  private final CsvColumns columns;

  private SampleFormat(Settings settings) {
    this.input = settings.input();
    this.columns = new CsvColumns(input.csv());
  }

  /** The format of a topic's records. */
  static SampleFormat ofTopic(Settings settings) {
    if (settings.input().format() == Format.CSV && settings.input().csv().columns().isEmpty()) {
      throw new UsageException(
          "input.csv.columns must be named where samples come from a topic: only a file has a header");
    }
    return new SampleFormat(settings);
  }

  /** The format of a file's lines. */
  static SampleFormat ofFile(Settings settings) {
    if (settings.input().format().isBinary()) {
      throw new UsageException(
          "input.format must be json or csv where samples come from a file's lines: "
              + settings.input().format().word());
    }
    return new SampleFormat(settings);
  }

  /** A file's lines without its header, if it has one. */
  SampleFile lines(SampleFile file) {
    return input.format() == Format.CSV ? file.withHeader(columns::isHeader) : file;
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
