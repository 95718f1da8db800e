package io.gradstream.record.csv;

import io.gradstream.record.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.FormatSchema;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.dataformat.csv.CsvFactory;
import tools.jackson.dataformat.csv.CsvReadFeature;
import tools.jackson.dataformat.csv.CsvSchema;

/**
 * Parsers of comma-separated values: a record is an array of strings, null where it has nothing.
 * Blanks around values are no part of them, those within quotes are.
 */
final class CsvParsing {
  private final CsvFactory csv =
      CsvFactory.builder()
          .enable(CsvReadFeature.EMPTY_UNQUOTED_STRING_AS_NULL)
          .enable(CsvReadFeature.TRIM_SPACES)
          .recyclerPool(JsonRecyclerPools.threadLocalPool())
          .build();
  private final ObjectReadContext context;

  private CsvParsing(CsvSchema schema) {
    this.context =
        new ObjectReadContext.Base() {
          @Override
          public FormatSchema getSchema() {
            return schema;
          }
        };
  }

  static CsvParsing of(CsvSettings settings) {
    return new CsvParsing(
        CsvSchema.emptySchema().withColumnSeparator(settings.delimiter().charAt(0)));
  }

  JsonParser parser(byte[] record) {
    int start = Utf8.startsWithMark(record) ? Utf8.MARK_BYTES : 0;
    int length = record.length - start;
    return seemsWide(record, start)
        ? csv.createParser(context, new String(record, start, length, StandardCharsets.UTF_8))
        : csv.createParser(context, record, start, length);
  }

  /** Whether a parser of bytes would guess that these are UTF-16 or UTF-32. */
  private static boolean seemsWide(byte[] record, int start) {
    for (int at = start; at < Math.min(start + Integer.BYTES, record.length); at++) {
      if (record[at] == 0) {
        return true;
      }
    }
    return false;
  }

  /** The values of a row, null where there is nothing; none where it is no row. */
  List<@Nullable String> values(byte[] row) {
    List<@Nullable String> values = new ArrayList<>();
    try (JsonParser parser = parser(row)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
        values.add(parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getString());
      }
      return values;
    } catch (JacksonException e) {
      return List.of();
    }
  }

  /** The same as names of columns. */
  List<String> names(byte[] row) {
    List<String> names = new ArrayList<>();
    values(row).forEach(value -> names.add(value == null ? "" : value));
    return names;
  }
}
