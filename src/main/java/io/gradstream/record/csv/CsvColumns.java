package io.gradstream.record.csv;

import io.gradstream.data.FieldPath;
import java.util.List;

/**
 * The names of the columns of comma-separated values: those of a file's header, where there is one,
 * else those of the settings. Thread-safe.
 */
final class CsvColumns {
  private final CsvSettings settings;
  private volatile List<String> names;
  private volatile boolean adopted;

  /** The columns that the settings name. */
  public CsvColumns(CsvSettings settings) {
    this.settings = settings;
    this.names = settings.columns();
  }

  /**
   * Checks that the settings name a column for each field, as must be where there is no header.
   *
   * @throws IllegalArgumentException if they do not
   */
  void requireConfigured(List<FieldPath> fields) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "input.csv.columns must be named where samples come from a topic: only a file has a header");
    }
    List<String> missing =
        fields.stream().map(FieldPath::column).filter(field -> !names.contains(field)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "input.csv.columns must have the column of every field, and lacks "
              + String.join(", ", missing));
    }
  }

  /**
   * Has the columns be those of a file's header, or the settings' where it has none, from now on.
   *
   * @throws IllegalArgumentException if those of a file before were others
   */
  void adopt(List<String> columns) {
    if (adopted && !columns.equals(names)) {
      throw new IllegalArgumentException(
          "has other columns than the file before it: %s instead of %s"
              .formatted(String.join(",", columns), String.join(",", names)));
    }
    names = columns;
    adopted = true;
  }

  /**
   * Whether a file's first row holds the names of its columns: if none are configured, if most of
   * it are such, or if one is, in whatever case, that is no number: columns may be called 0, 1, 2.
   */
  boolean isHeader(List<String> row) {
    List<String> known = settings.columns();
    return known.isEmpty()
        || 2 * row.stream().filter(known::contains).count() > row.size()
        || row.stream().anyMatch(this::isName);
  }

  private boolean isName(String value) {
    return !value.isEmpty()
        && !CsvNumber.isOne(value.toCharArray(), 0, value.length())
        && settings.columns().stream().anyMatch(value::equalsIgnoreCase);
  }

  CsvSettings settings() {
    return settings;
  }

  List<String> names() {
    return names;
  }
}
