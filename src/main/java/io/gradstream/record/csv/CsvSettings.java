package io.gradstream.record.csv;

import java.util.HashSet;
import java.util.List;

/**
 * How samples are written as comma-separated values.
 *
 * @param columns the columns' names, which are the paths of fields, each once; a file's first row
 *     has them where they are left out
 * @param delimiter the one character between two values, no quote and no line end; a comma unless
 *     set
 * @param missing the texts that stand for a value that is missing, within quotes or not; the empty
 *     text unless set, and nothing at all without quotes does in any case
 */
public record CsvSettings(List<String> columns, String delimiter, List<String> missing) {
  /** Commas, and the names in a file's first row. */
  public static final CsvSettings UNSET = new CsvSettings();

  /** Checks that no column comes twice and that the delimiter is one. */
  public CsvSettings {
    columns = List.copyOf(columns);
    missing = List.copyOf(missing);
    if (new HashSet<>(columns).size() < columns.size()) {
      throw new IllegalArgumentException("columns must not name one twice: " + columns);
    }
    if (delimiter.length() != 1 || "\"\r\n".contains(delimiter)) {
      throw new IllegalArgumentException(
          "delimiter must be one character, such as , or ; : \"" + delimiter + '"');
    }
  }

  /** Commas, and the names in a file's first row. */
  public CsvSettings() {
    this(List.of(), ",", List.of(""));
  }

  /** The same with another character between values. */
  CsvSettings withDelimiter(String other) {
    return new CsvSettings(columns, other, missing);
  }
}
