package io.gradstream.record.format;

import io.gradstream.record.avro.AvroSettings;
import io.gradstream.record.csv.CsvSettings;
import io.gradstream.settings.SettingsTree;
import java.util.List;
import java.util.Map;

/**
 * The settings of the formats that have some, each under its format's word.
 *
 * @param csv how comma-separated values are written
 * @param avro how Avro records are written
 */
public record FormatSettings(CsvSettings csv, AvroSettings avro) {
  /** The words of the formats whose settings are not as they are unless set. */
  public List<String> changed() {
    Map<String, Object> unset =
        SettingsTree.of(new FormatSettings(new CsvSettings(), new AvroSettings())).values();
    return SettingsTree.of(this).values().entrySet().stream()
        .filter(own -> !own.getValue().equals(unset.get(own.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }
}
