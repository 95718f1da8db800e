package io.gradstream.record.csv;

import io.gradstream.record.Quoted;
import io.gradstream.record.Utf8;
import io.gradstream.settings.Suggestion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Checks the names of columns against the fields that are looked for. */
final class CsvHeader {
  private static final List<String> DELIMITERS = List.of(",", ";", "\t", "|");
  private static final int MOST_SHOWN = 20;
  private static final String HEADERLESS =
      "; if it has no header, name its columns in input.csv.columns";

  private CsvHeader() {}

  /**
   * Checks that each field has one column.
   *
   * @throws IllegalArgumentException if not, in words that follow the file's name
   */
  static void require(byte[] row, List<String> names, List<String> fields, CsvSettings settings) {
    requireUtf8(row);
    List<String> missing = missing(names, fields);
    if (!missing.isEmpty()) {
      requireDelimiter(row, missing.size(), fields, settings);
      boolean isHeaderless = missing.size() == fields.size() && settings.columns().isEmpty();
      throw new IllegalArgumentException(
          "has no column %s: it has %s%s"
              .formatted(
                  String.join(", ", missing),
                  shown(names),
                  meant(missing, names).orElse(isHeaderless ? HEADERLESS : "")));
    }
    for (String field : fields) {
      if (Collections.frequency(names, field) > 1) {
        throw new IllegalArgumentException(
            "has two columns %s: name one of them otherwise".formatted(field));
      }
    }
  }

  private static void requireUtf8(byte[] row) {
    int invalid = new Utf8().firstInvalid(row, row.length);
    if (invalid >= 0) {
      throw new IllegalArgumentException(
          "is not UTF-8: byte %d of its first line; convert it, as iconv -t UTF-8 does"
              .formatted(invalid + 1));
    }
  }

  /**
   * Checks that the settings name a column for each field, where no header does.
   *
   * @throws IllegalArgumentException if they do not, in words that follow the file's name
   */
  static void requireConfigured(List<String> columns, List<String> fields) {
    List<String> missing = missing(columns, fields);
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "has no header, and input.csv.columns lacks " + String.join(", ", missing));
    }
  }

  private static List<String> missing(List<String> names, List<String> fields) {
    return fields.stream().filter(field -> !names.contains(field)).toList();
  }

  private static void requireDelimiter(
      byte[] row, int missing, List<String> fields, CsvSettings settings) {
    for (String delimiter : DELIMITERS) {
      List<String> names = CsvParsing.of(settings.withDelimiter(delimiter)).names(row);
      if (missing(names, fields).size() < missing) {
        throw new IllegalArgumentException(
            "seems to have \"%s\" between its columns: set input.csv.delimiter to that, it is \"%s\""
                .formatted(named(delimiter), named(settings.delimiter())));
      }
    }
  }

  private static String named(String delimiter) {
    return delimiter.equals("\t") ? "\\t" : delimiter;
  }

  private static String shown(List<String> names) {
    String some = names.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "));
    return Quoted.harmless(names.size() > MOST_SHOWN ? some + ", ..." : some);
  }

  private static Optional<String> meant(List<String> missing, List<String> names) {
    List<String> meant = new ArrayList<>();
    missing.forEach(field -> Suggestion.of(field, names).ifPresent(meant::add));
    return meant.isEmpty()
        ? Optional.empty()
        : Optional.of("; did you mean " + String.join(", ", meant) + "?");
  }
}
