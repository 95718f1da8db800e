package io.gradstream.codec;

import java.util.HashSet;
import java.util.List;

/**
 * How samples are written as comma-separated values.
 *
 * @param columns the columns' names, which are the paths of fields; a file's first line has them
 *     where they are left out
 * @param delimiter the character between two values
 */
public record CsvSettings(List<String> columns, String delimiter) {
  /** Checks that no column comes twice and that the delimiter is one. */
  public CsvSettings {
    columns = List.copyOf(columns);
    if (new HashSet<>(columns).size() < columns.size()) {
      throw new IllegalArgumentException("columns must not name one twice: " + columns);
    }
    if (delimiter.length() != 1 || "\"\r\n".contains(delimiter)) {
      throw new IllegalArgumentException(
          "delimiter must be one character, such as , or ; : \"" + delimiter + '"');
    }
  }

  /** Commas, and the names in a file's first line. */
  public CsvSettings() {
    this(List.of(), ",");
  }
}
