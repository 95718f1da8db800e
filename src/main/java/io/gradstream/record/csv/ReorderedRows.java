package io.gradstream.record.csv;

import io.gradstream.record.RecordReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows whose values are put into another order; what is no row stays as it is. */
final class ReorderedRows implements RecordReader {
  private static final int NOWHERE = -1;

  private final RecordReader rows;
  private final CsvParsing parsing;
  private final int[] places;
  private final String delimiter;

  /** Rows of columns of these names in the order that the settings name. */
  ReorderedRows(RecordReader rows, CsvParsing parsing, List<String> names, CsvSettings settings) {
    this.rows = rows;
    this.parsing = parsing;
    this.places = settings.columns().stream().mapToInt(names::indexOf).toArray();
    this.delimiter = settings.delimiter();
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    byte[] row = rows.next();
    if (row == null) {
      return null;
    }
    List<@Nullable String> values = parsing.values(row);
    return values.isEmpty() ? row : reordered(values).getBytes(StandardCharsets.UTF_8);
  }

  private String reordered(List<@Nullable String> values) {
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < places.length; i++) {
      int place = places[i];
      row.append(i == 0 ? "" : delimiter);
      row.append(place == NOWHERE || place >= values.size() ? "" : written(values.get(place)));
    }
    return row.toString();
  }

  private String written(@Nullable String value) {
    if (value == null) {
      return "";
    }
    boolean plain =
        !value.isEmpty()
            && value.equals(value.strip())
            && !value.contains(delimiter)
            && value.chars().noneMatch(c -> c == '"' || c == '\n' || c == '\r');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }

  @Override
  public boolean hasReadAhead() {
    return rows.hasReadAhead();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
