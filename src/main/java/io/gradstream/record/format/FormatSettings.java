package io.gradstream.record.format;

import io.gradstream.data.SampleLimits;
import io.gradstream.record.avro.AvroSettings;
import io.gradstream.record.csv.CsvSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The settings of the formats that have some, each under its format's word, and those of all.
 *
 * @param csv how comma-separated values are written
 * @param avro how Avro records are written
 * @param limits what a record may have, however it is written
 */
public record FormatSettings(CsvSettings csv, AvroSettings avro, SampleLimits limits) {
  /** The usual limits. */
  public FormatSettings(CsvSettings csv, AvroSettings avro) {
    this(csv, avro, new SampleLimits());
  }

  /** The words of the formats whose settings are not as they are unless set. */
  public List<String> changed() {
    List<String> changed = new ArrayList<>();
    // The same ones as a rule: then nothing that compares records is linked at the start.
    if (!Objects.equals(csv, CsvSettings.UNSET)) {
      changed.add("csv");
    }
    if (!Objects.equals(avro, AvroSettings.UNSET)) {
      changed.add("avro");
    }
    return changed;
  }
}
