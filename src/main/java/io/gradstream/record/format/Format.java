package io.gradstream.record.format;

import io.gradstream.record.SampleFormat;
import io.gradstream.record.avro.AvroFormat;
import io.gradstream.record.csv.CsvFormat;
import io.gradstream.record.float32.Float32Format;
import io.gradstream.record.json.JsonFormat;
import io.gradstream.settings.SettingsText;
import java.util.function.Function;

/** The formats that samples may be written in. */
public enum Format {
  /** A JSON object. */
  JSON(settings -> new JsonFormat(settings.limits())),
  /** A row of comma-separated values. */
  CSV(settings -> new CsvFormat(settings.csv(), settings.limits())),
  /** A vector of little-endian numbers, the label last. */
  FLOAT32(settings -> new Float32Format(settings.limits())),
  /** An Avro record. */
  AVRO(settings -> new AvroFormat(settings.avro(), settings.limits()));

  private final Function<FormatSettings, SampleFormat> constructor;

  Format(Function<FormatSettings, SampleFormat> constructor) {
    this.constructor = constructor;
  }

  /** This format as the settings have it. */
  public SampleFormat with(FormatSettings settings) {
    return constructor.apply(settings);
  }

  /** The word settings use: {@code json}. */
  public String word() {
    return SettingsText.of(this);
  }
}
