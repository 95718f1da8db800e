package io.gradstream.codec;

import java.util.List;

/**
 * The names of the columns of comma-separated values: those of the settings, or else those of the
 * first line of a file, once that was seen. Thread-safe.
 */
public final class CsvColumns {
  private final CsvSettings settings;
  private volatile List<String> names;

  /** The columns that the settings name. */
  public CsvColumns(CsvSettings settings) {
    this.settings = settings;
    this.names = settings.columns();
  }

  /** Whether a file's first line holds the names of its columns; they are these from then on. */
  public boolean isHeader(byte[] line) {
    List<String> values = CsvParsing.of(settings).values(line);
    if (names.isEmpty()) {
      names = values;
    }
    return names.equals(values);
  }

  CsvSettings settings() {
    return settings;
  }

  List<String> names() {
    return names;
  }
}
