package io.gradstream.record.csv;

import static io.gradstream.record.Framed.records;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.data.FieldPath;
import io.gradstream.data.SampleLimits;
import io.gradstream.record.RecordFraming;
import io.gradstream.record.RecordReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the rows of a file begin and end, however few of its bytes come at a time. */
class CsvFramingTest {
  private static final SampleLimits LIMITS = new SampleLimits();
  private static final List<FieldPath> XY = List.of(FieldPath.parse("x"), FieldPath.parse("y"));

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
        Arguments.of("x,y\r1,2\r\r3,4\r", List.of("1,2", "3,4")),
        Arguments.of(
            "x,y\r1,\"a\rb\"\r3,4\r\n5,6\n7,8", List.of("1,\"a\rb\"", "3,4", "5,6", "7,8")),
        Arguments.of("x,y\r\r\n1,2\r\r\n3,4\n\r", List.of("1,2", "3,4")),
        Arguments.of("x,y\r\"1,2\r3,4\r", List.of("\"1,2", "3,4")),
        Arguments.of("x,y\r\n\"1,2\r\n3,4", List.of("\"1,2", "3,4")),
        Arguments.of("x,y\n", List.of()),
        Arguments.of("", List.of()));
  }

  @ParameterizedTest
  @MethodSource("csv")
  void rows_areThoseOfRfc4180(String text, @org.jspecify.annotations.Nullable List<String> rows)
      throws IOException {
    RecordFraming framing = CsvFraming.of(new CsvColumns(new CsvSettings()), XY, LIMITS);

    List<String> read = records(framing, text, 1 << 16);

    if (rows == null) {
      assertThat(read).hasSize(600_000).startsWith("\"1", "1");
    } else {
      assertThat(read).isEqualTo(rows);
      assertThat(records(framing, text, 1)).isEqualTo(rows);
    }
  }

  @Test
  void headerInAnotherOrderThanConfigured_decides() throws IOException {
    CsvColumns columns = new CsvColumns(configured("x", "y", "z"));

    List<String> rows = records(CsvFraming.of(columns, XY, LIMITS), "y,x\n1,2", 9);

    assertThat(rows).containsExactly("1,2");
    assertThat(columns.names()).containsExactly("y", "x");
  }

  /** A line feed that is left of a pair is no row that is there. */
  @ParameterizedTest
  @ValueSource(strings = {"x,y\r\n1,2\r\n", "x,y\n1,2\n", "x,y\r1,2\r"})
  void behindARow_nothingIsReadAhead(String text) throws IOException {
    RecordFraming framing = CsvFraming.of(new CsvColumns(new CsvSettings()), XY, LIMITS);
    try (RecordReader rows = framing.read(new ByteArrayInputStream(text.getBytes(UTF_8)))) {
      assertThat(rows.next()).asString(UTF_8).isEqualTo("1,2");

      assertThat(rows.hasReadAhead()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Y,X   | has no column x, y: it has Y, X; did you mean X, Y?
          y,foo | has no column x: it has y, foo
          x,Z   | has no column y: it has x, Z
          """)
  void headerOfNamesThatDifferFromTheConfigured_isOneError(String header, String message) {
    RecordFraming framing = CsvFraming.of(new CsvColumns(configured("x", "y", "z")), XY, LIMITS);

    assertThatThrownBy(() -> records(framing, header + "\n10,1\n20,2", 99)).hasMessage(message);
  }

  @Test
  void headerOfFewOfTheConfiguredNames_decides() throws IOException {
    CsvColumns columns = new CsvColumns(configured("x", "y", "z"));

    List<String> rows = records(CsvFraming.of(columns, XY, LIMITS), "a,b,c,y,x\n1,2,3,4,5", 9);

    assertThat(rows).containsExactly("1,2,3,4,5");
    assertThat(columns.names()).containsExactly("a", "b", "c", "y", "x");
  }

  /** Pixels may be called by their numbers. */
  @Test
  void numbersThatAreNamesToo_areNoHeader() throws IOException {
    CsvColumns columns = new CsvColumns(configured("x", "y", "0", "1"));

    List<String> rows = records(CsvFraming.of(columns, XY, LIMITS), "7,5,1,9\n3,4,5,6", 9);

    assertThat(rows).containsExactly("7,5,1,9", "3,4,5,6");
    assertThat(columns.names()).containsExactly("x", "y", "0", "1");
  }

  @Test
  void noHeader_configurationDecides() throws IOException {
    CsvColumns columns = new CsvColumns(configured("x", "y"));

    List<String> rows = records(CsvFraming.of(columns, XY, LIMITS), "1,2\n3,4", 9);

    assertThat(rows).containsExactly("1,2", "3,4");
    assertThat(columns.names()).containsExactly("x", "y");
  }

  @Test
  void forATopic_valuesAreInTheConfiguredOrder() throws IOException {
    CsvColumns columns = new CsvColumns(configured("x", "y", "z"));
    String text = "y, q, x\n1,, \"a,b\"\n2,3,\"say \"\"no\"\"\"\n,,\"\"\n\"open,1";

    List<String> rows = records(CsvFraming.reordering(columns, XY, LIMITS), text, 5);

    assertThat(rows).containsExactly("\"a,b\",1,", "\"say \"\"no\"\"\",2,", "\"\",,", "\"open,1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          X,y~ | has no column x: it has X, y; did you mean X?
          a,b~ | has no column x, y: it has a, b; if it has no header, name its columns in input.csv.columns
          x,y,x~ | has two columns x: name one of them otherwise
          1,10~ | has no column x, y: it has 1, 10; if it has no header, name its columns in input.csv.columns
          sep=;~ | has no column x, y: it has sep=;; if it has no header, name its columns in input.csv.columns
          x;y~ | seems to have ";" between its columns: set input.csv.delimiter to that, it is ","
          """)
  void headerWithoutAField_isOneError(String header, String message) {
    RecordFraming framing = CsvFraming.of(new CsvColumns(new CsvSettings()), XY, LIMITS);
    String text = header.replace("~", "") + "\n1,2\n";

    assertThatThrownBy(() -> records(framing, text, 99))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void headerThatIsNotUtf8_isOneError() {
    RecordFraming framing = CsvFraming.of(new CsvColumns(new CsvSettings()), XY, LIMITS);
    byte[] latin1 = "x,größe\n1,2\n".getBytes(ISO_8859_1);

    assertThatThrownBy(() -> framing.read(new ByteArrayInputStream(latin1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("is not UTF-8: byte 5 of its first line; convert it, as iconv -t UTF-8 does");
  }

  @Test
  void neitherHeaderNorConfigured_isOneError() {
    RecordFraming framing = CsvFraming.of(new CsvColumns(configured("x", "z")), XY, LIMITS);

    assertThatThrownBy(() -> records(framing, "1,2\n3,4\n", 99))
        .hasMessage("has no header, and input.csv.columns lacks y");
  }

  private static CsvSettings configured(String... columns) {
    return new CsvSettings(List.of(columns), ",", List.of(""));
  }
}
