package io.gradstream.record.csv;

import io.gradstream.data.FieldPath;
import io.gradstream.data.SampleLimits;
import io.gradstream.record.OversizeRecord;
import io.gradstream.record.RecordBuffer;
import io.gradstream.record.RecordFraming;
import io.gradstream.record.RecordReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of comma-separated values, the first of which may name the columns: it then decides their
 * order and is no record.
 */
final class CsvFraming implements RecordFraming {
  private final CsvColumns columns;
  private final CsvParsing parsing;
  private final List<String> fields;
  private final SampleLimits limits;
  private final boolean reorders;

  private CsvFraming(
      CsvColumns columns, List<FieldPath> fields, SampleLimits limits, boolean reorders) {
    this.columns = columns;
    this.parsing = CsvParsing.of(columns.settings());
    this.fields = fields.stream().map(FieldPath::column).toList();
    this.limits = limits;
    this.reorders = reorders;
  }

  /** Rows as they are, for a decoder that finds the order of these fields in {@code columns}. */
  public static CsvFraming of(CsvColumns columns, List<FieldPath> fields, SampleLimits limits) {
    return new CsvFraming(columns, fields, limits, false);
  }

  /** Rows in the order that the settings name, as a topic's readers expect them. */
  public static CsvFraming reordering(
      CsvColumns columns, List<FieldPath> fields, SampleLimits limits) {
    return new CsvFraming(columns, fields, limits, true);
  }

  @Override
  public RecordReader read(InputStream in) throws IOException {
    CsvSettings settings = columns.settings();
    CsvRecords rows = new CsvRecords(new RecordBuffer(in, limits), settings.delimiter());
    byte[] first = first(rows);
    if (first == null) {
      return rows;
    }
    List<String> names = parsing.names(first);
    if (!columns.isHeader(names)) {
      requireConfigured(settings.columns());
      if (!reorders) {
        columns.adopt(settings.columns());
      }
      return new BegunRecords(first, rows);
    }
    new CsvHeader(first, names, settings).require(fields);
    boolean inOrder = settings.columns().isEmpty() || names.equals(settings.columns());
    if (reorders) {
      return inOrder ? rows : new ReorderedRows(rows, parsing, names, settings);
    }
    columns.adopt(names);
    return rows;
  }

  private static byte @Nullable [] first(CsvRecords rows) throws IOException {
    try {
      return rows.next();
    } catch (OversizeRecord tooLong) {
      throw new IllegalArgumentException(
          "begins with no header and no row: " + tooLong.getMessage(), tooLong);
    }
  }

  /** Where no header does, the settings must name a column for each field. */
  private void requireConfigured(List<String> names) {
    List<String> missing = fields.stream().filter(field -> !names.contains(field)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "has no header, and input.csv.columns lacks " + String.join(", ", missing));
    }
  }

  /** Records the first of which was read already. */
  private static final class BegunRecords implements RecordReader {
    private final RecordReader rest;
    private byte @Nullable [] first;

    BegunRecords(byte[] first, RecordReader rest) {
      this.first = first;
      this.rest = rest;
    }

    @Override
    public byte @Nullable [] next() throws IOException {
      byte[] record = first == null ? rest.next() : first;
      first = null;
      return record;
    }

    @Override
    public boolean hasReadAhead() {
      return first != null || rest.hasReadAhead();
    }

    @Override
    public void close() throws IOException {
      rest.close();
    }
  }
}
