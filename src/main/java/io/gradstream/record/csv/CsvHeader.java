package io.gradstream.record.csv;

import io.gradstream.record.Quoted;
import io.gradstream.record.Utf8;
import io.gradstream.settings.KnownWords;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A file's first row, which names its columns, to check against the fields that are looked for. */
final class CsvHeader {
  private static final List<String> DELIMITERS = List.of(",", ";", "\t", "|");
  private static final int MOST_SHOWN = 20;
  private static final String HEADERLESS =
      "; if it has no header, name its columns in input.csv.columns";

  private final byte[] row;
  private final List<String> names;
  private final CsvSettings settings;

  /**
   * A header.
   *
   * @param row its bytes
   * @param names what they name by the settings
   */
  CsvHeader(byte[] row, List<String> names, CsvSettings settings) {
    this.row = row;
    this.names = names;
    this.settings = settings;
  }

  /**
   * Checks that each field has one column.
   *
   * @throws IllegalArgumentException if not, in words that follow the file's name
   */
  void require(List<String> fields) {
    requireUtf8();
    List<String> missing = missing(names, fields);
    if (!missing.isEmpty()) {
      requireDelimiter(missing.size(), fields);
      boolean isHeaderless = missing.size() == fields.size() && settings.columns().isEmpty();
      throw new IllegalArgumentException(
          "has no column %s: it has %s%s"
              .formatted(
                  String.join(", ", missing),
                  shown(),
                  meant(missing).orElse(isHeaderless ? HEADERLESS : "")));
    }
    for (String field : fields) {
      if (Collections.frequency(names, field) > 1) {
        throw new IllegalArgumentException(
            "has two columns %s: name one of them otherwise".formatted(field));
      }
    }
  }

  private void requireUtf8() {
    int invalid = new Utf8().firstInvalid(row, row.length);
    if (invalid >= 0) {
      throw new IllegalArgumentException(
          "is not UTF-8: byte %d of its first line; convert it, as iconv -t UTF-8 does"
              .formatted(invalid + 1));
    }
  }

  private static List<String> missing(List<String> names, List<String> fields) {
    return fields.stream().filter(field -> !names.contains(field)).toList();
  }

  private void requireDelimiter(int missing, List<String> fields) {
    for (String delimiter : DELIMITERS) {
      List<String> otherwise = CsvParsing.of(settings.withDelimiter(delimiter)).names(row);
      if (missing(otherwise, fields).size() < missing) {
        throw new IllegalArgumentException(
            "seems to have \"%s\" between its columns: set input.csv.delimiter to that, it is \"%s\""
                .formatted(named(delimiter), named(settings.delimiter())));
      }
    }
  }

  private static String named(String delimiter) {
    return delimiter.equals("\t") ? "\\t" : delimiter;
  }

  private String shown() {
    String some = names.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "));
    return Quoted.harmless(names.size() > MOST_SHOWN ? some + ", ..." : some);
  }

  private Optional<String> meant(List<String> missing) {
    List<String> meant = new ArrayList<>();
    KnownWords known = new KnownWords(names);
    missing.forEach(field -> known.nearest(field).ifPresent(meant::add));
    return meant.isEmpty()
        ? Optional.empty()
        : Optional.of("; did you mean " + String.join(", ", meant) + "?");
  }
}
