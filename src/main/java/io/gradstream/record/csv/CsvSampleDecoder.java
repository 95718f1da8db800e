package io.gradstream.record.csv;

import io.gradstream.data.FieldPath;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.encode.RecordEncoder;
import io.gradstream.record.JacksonFault;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.Utf8;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads samples that are one row of comma-separated values in UTF-8 each (RFC 4180). A column is
 * the field whose path is its name; others are skipped. What stands between two commas is a number,
 * boolean or text, as it can be read, without the blanks around it; nothing is a missing value, and
 * so is {@code ""} unless the settings say otherwise: most who write it quote every value. Not
 * thread-safe.
 */
final class CsvSampleDecoder implements SampleDecoder {
  private static final int OTHER = -1;

  private final RecordEncoder encoder;
  private final CsvColumns columns;
  private final CsvParsing parsing;
  private final CsvFieldValue value;
  private final Utf8 utf8 = new Utf8();
  private int[] fields = {};

  /** A decoder of rows with these columns. */
  public CsvSampleDecoder(RecordEncoder encoder, CsvColumns columns) {
    this.encoder = encoder;
    this.columns = columns;
    this.parsing = CsvParsing.of(columns.settings());
    this.value = new CsvFieldValue(columns.settings().missing());
  }

  @Override
  public void decode(byte[] record, MiniBatch batch) throws RejectedSample {
    if (fields.length == 0) {
      fields = fields();
    }
    encoder.begin(batch);
    utf8.requireValid(record);
    try (JsonParser parser = parsing.parser(record)) {
      read(parser);
    } catch (JacksonException e) {
      throw new RejectedSample(JacksonFault.of("CSV", e));
    }
    encoder.end();
  }

  private void read(JsonParser parser) throws RejectedSample {
    if (parser.nextToken() == null) {
      throw new RejectedSample("empty record");
    }
    int column = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (column == fields.length) {
        throw new RejectedSample("not a row of " + fields.length + " values: there are more");
      }
      int field = fields[column++];
      if (field != OTHER) {
        value.begin(parser);
        encoder.read(field, value);
      }
    }
    if (parser.nextToken() != null) {
      throw new RejectedSample("not one row: another follows it");
    }
  }

  /** Which field each column is. */
  private int[] fields() {
    List<String> paths = encoder.fields().stream().map(FieldPath::column).toList();
    return columns.names().stream().mapToInt(paths::indexOf).toArray();
  }
}
