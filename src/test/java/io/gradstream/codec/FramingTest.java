package io.gradstream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.data.FieldPath;
import io.gradstream.data.RecordFraming;
import io.gradstream.data.RecordReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the records of a file begin and end, however few of its bytes come at a time. */
class FramingTest {
  private static final List<FieldPath> XY = List.of(FieldPath.parse("x"), FieldPath.parse("y"));
  private static final String LONG = "z".repeat(150_000);

  static Stream<Arguments> json() {
    return Stream.of(
        Arguments.of("", List.of()),
        Arguments.of("  \n\n", List.of()),
        Arguments.of("{\"a\":1}\r\n\n {\"a\":2}", List.of("{\"a\":1}", " {\"a\":2}")),
        Arguments.of("{\"a\":[\n1]}", List.of("{\"a\":[", "1]}")),
        Arguments.of(
            "\n [ {\"a\": 1},\n {\"a\": [1, {\"b\": 2}]}\n]\n",
            List.of("{\"a\": 1}", "{\"a\": [1, {\"b\": 2}]}")),
        Arguments.of("[{\n\"a\": \"]},\\\"[\"\n}]", List.of("{\n\"a\": \"]},\\\"[\"\n}")),
        Arguments.of("[1, \"a,]\" ,null,[2]]", List.of("1", "\"a,]\"", "null", "[2]")),
        Arguments.of("[]", List.of()),
        Arguments.of("[{}{}]", List.of("{}", "{}")),
        Arguments.of("[}, {}]", List.of("}", "{}")),
        Arguments.of("[{}] {} []", List.of("{}", "{} []")),
        Arguments.of("[{\"a\": 1}, {\"a\"", List.of("{\"a\": 1}", "{\"a\"")),
        Arguments.of("[" + LONG + ", " + LONG + "]", List.of(LONG, LONG)));
  }

  @ParameterizedTest
  @MethodSource("json")
  void json_linesOrAnArray_areItsValues(String text, List<String> records) throws IOException {
    assertThat(records(new JsonFraming(), text, 1)).isEqualTo(records);
    assertThat(records(new JsonFraming(), text, 1 << 20)).isEqualTo(records);
  }

  static Stream<Arguments> csv() {
    return Stream.of(
        Arguments.of("x,y\n1,2\r\n\n3,4", List.of("1,2", "3,4")),
        Arguments.of("y, x, z\n1,2,\"a\nb\"\n3,4,", List.of("1,2,\"a\nb\"", "3,4,")),
        Arguments.of(
            "x,y,z\n1,2,\"a \"\"quoted\"\"\n, word\"\n3,4,5",
            List.of("1,2,\"a \"\"quoted\"\"\n, word\"", "3,4,5")),
        Arguments.of("x,y,z\n1,2, \"a\nb\"\n3,4,5", List.of("1,2, \"a\nb\"", "3,4,5")),
        Arguments.of("x,y\n5\" pipe,2\n3\",4", List.of("5\" pipe,2", "3\",4")),
        Arguments.of("x,y\n\"\",2\n\"\"\"\n\",4", List.of("\"\",2", "\"\"\"\n\",4")),
        Arguments.of("x,y\n\"1,2\n3,4\n5,6", List.of("\"1,2", "3,4", "5,6")),
        Arguments.of("x,y\n\"" + "1\n".repeat(600_000), null),
        Arguments.of("x,y\n", List.of()),
        Arguments.of("", List.of()));
  }

  @ParameterizedTest
  @MethodSource("csv")
  void csv_rows_areThoseOfRfc4180(String text, @org.jspecify.annotations.Nullable List<String> rows)
      throws IOException {
    RecordFraming framing = CsvFraming.of(new CsvColumns(new CsvSettings()), XY);

    List<String> read = records(framing, text, 1 << 16);

    if (rows == null) {
      assertThat(read).hasSize(600_000).startsWith("\"1", "1");
    } else {
      assertThat(read).isEqualTo(rows);
      assertThat(records(framing, text, 1)).isEqualTo(rows);
    }
  }

  @Test
  void csv_headerInAnotherOrderThanConfigured_decides() throws IOException {
    CsvColumns columns = new CsvColumns(configured("x", "y", "z"));

    List<String> rows = records(CsvFraming.of(columns, XY), "y,x\n1,2", 9);

    assertThat(rows).containsExactly("1,2");
    assertThat(columns.names()).containsExactly("y", "x");
  }

  @Test
  void csv_noHeader_configurationDecides() throws IOException {
    CsvColumns columns = new CsvColumns(configured("x", "y"));

    List<String> rows = records(CsvFraming.of(columns, XY), "1,2\n3,4", 9);

    assertThat(rows).containsExactly("1,2", "3,4");
    assertThat(columns.names()).containsExactly("x", "y");
  }

  @Test
  void csv_forATopic_valuesAreInTheConfiguredOrder() throws IOException {
    CsvColumns columns = new CsvColumns(configured("x", "y", "z"));
    String text = "y, q, x\n1,, \"a,b\"\n2,3,\"say \"\"no\"\"\"\n,,\"\"\n\"open,1";

    List<String> rows = records(CsvFraming.reordering(columns, XY), text, 5);

    assertThat(rows).containsExactly("\"a,b\",1,", "\"say \"\"no\"\"\",2,", "\"\",,", "\"open,1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          X,y~ | has no column x: it has X, y; did you mean X?
          a,b~ | has no column x, y: it has a, b
          x,y,x~ | has two columns x: name one of them otherwise
          x;y~ | seems to have ";" between its columns: set input.csv.delimiter to that, it is ","
          """)
  void csv_headerWithoutAField_isOneError(String header, String message) {
    RecordFraming framing = CsvFraming.of(new CsvColumns(new CsvSettings()), XY);
    String text = header.replace("~", "") + "\n1,2\n";

    assertThatThrownBy(() -> records(framing, text, 99))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void csv_neitherHeaderNorConfigured_isOneError() {
    RecordFraming framing = CsvFraming.of(new CsvColumns(configured("x", "z")), XY);

    assertThatThrownBy(() -> records(framing, "1,2\n3,4\n", 99))
        .hasMessage("has no header, and input.csv.columns lacks y");
  }

  private static CsvSettings configured(String... columns) {
    return new CsvSettings(List.of(columns), ",", List.of(""));
  }

  /** All records, in a stream that gives so many bytes at a time. */
  private static List<String> records(RecordFraming framing, String text, int atATime)
      throws IOException {
    List<String> records = new ArrayList<>();
    try (RecordReader reader = framing.read(new Trickle(text, atATime))) {
      byte[] record = reader.next();
      while (record != null) {
        records.add(new String(record, StandardCharsets.UTF_8));
        boolean ahead = reader.hasReadAhead();
        record = reader.next();
        assertThat(ahead && record == null).isFalse();
      }
    }
    return records;
  }

  private static final class Trickle extends ByteArrayInputStream {
    private final int atATime;

    Trickle(String text, int atATime) {
      super(text.getBytes(StandardCharsets.UTF_8));
      this.atATime = atATime;
    }

    @Override
    public synchronized int read(byte[] into, int from, int length) {
      return super.read(into, from, Math.min(length, atATime));
    }
  }
}
