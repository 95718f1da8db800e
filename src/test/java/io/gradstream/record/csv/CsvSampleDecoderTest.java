package io.gradstream.record.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.LogicalRows;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.data.encode.RecordEncoder;
import io.gradstream.data.text.CategoryHash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvSampleDecoderTest {
  private static final SampleSettings SETTINGS =
      new SampleSettings(
          List.of(
              new Numeric("trip.distance", Scale.none(), Missing.ZERO),
              Categorical.of("origin", 8),
              new FeatureSettings.Boolean("diverted", Missing.ZERO)),
          new LabelSettings("delayed", LabelSettings.Type.BINARY));
  private static final CsvSettings NAMED =
      new CsvSettings(
          List.of("origin", "note", "trip.distance", "diverted", "delayed"), ",", List.of(""));

  private final MiniBatch batch = new MiniBatch(SETTINGS, 4);
  private final CsvSampleDecoder decoder =
      new CsvSampleDecoder(RecordEncoder.labelled(SETTINGS), new CsvColumns(NAMED));

  @Test
  void decode_row_fillsTheColumnsOfItsFields() throws RejectedSample {
    decode("\"Zürich, CH\",,1750,true,1\r\n");

    float[] expected = new float[10];
    expected[0] = 1750;
    expected[1 + CategoryHash.own(8).bucket("Zürich, CH")] = 1;
    expected[9] = 1;
    assertThat(LogicalRows.of(batch, SETTINGS, 0)).containsExactly(expected);
    assertThat(batch.targets()[0]).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"007, 7", "+1.5, 1.5", ".5, 0.5", "-2E-1, -0.2", "3., 3", "'', 0", "\"12\", 12"})
  void decode_number_asProgramsWriteIt(String written, float expected) throws RejectedSample {
    decode("A,," + written + ",False,0");

    assertThat(LogicalRows.of(batch, SETTINGS, 0)[0]).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"007", "12e4", "00.5", "1e999", "NaN", "-", "1e", "TRUE", "17", "-1.5"})
  void decode_category_isHashedAsItIsWritten(String category) throws RejectedSample {
    decode(category + ",,1,1,0");

    assertThat(LogicalRows.of(batch, SETTINGS, 0)[1 + CategoryHash.own(8).bucket(category)])
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"17.0, 17", "+5, 5", ".5, 0.5", "1.7e1, 17", "1e+16, 10000000000000000"})
  void decode_numberAsCategory_isHashedByItsOneText(String written, String text)
      throws RejectedSample {
    decode(written + ",,1,1,0");

    assertThat(LogicalRows.of(batch, SETTINGS, 0)[1 + CategoryHash.own(8).bucket(text)])
        .isEqualTo(1);
  }

  @Test
  void decode_fewerValues_areMissingFields() {
    assertThatThrownBy(() -> decode("A,x,1")).hasMessage("field delayed is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~~                | empty record
          ,,1,0,0           | field origin is null
          A,,far,0,0        | trip.distance must be a number: "far"
          A,,NaN,0,0        | trip.distance must be a number: "NaN"
          A,,1,maybe,0      | diverted must be 0, 1, true or false: "maybe"
          A,,1,0,2          | delayed must be 0 or -1 or false, or 1 or true; sample.label.values names other words: 2
          A,,1,0,0,7        | not a row of 5 values: there are more
          "A                | not CSV: missing closing quote for value at column 3
          """)
  void decode_badRow_rejectsWithItsReason(String row, String reason) {
    assertThatThrownBy(() -> decode(row)).isInstanceOf(RejectedSample.class).hasMessage(reason);
    assertThat(batch.rows()).isZero();
  }

  @Test
  void decode_twoRows_rejects() {
    assertThatThrownBy(() -> decode("A,,1,0,0\nB,,1,0,0"))
        .hasMessage("not one row: another follows it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?", "NA", " NA ", "\"NA\"", "", "  ", "\"\"", " \"\" "})
  void decode_wordsThatMeanMissing_areMissing(String word) throws RejectedSample {
    SampleSettings settings =
        new SampleSettings(
            List.of(new Numeric("x", Scale.none(), Missing.INDICATOR)),
            new LabelSettings("y", LabelSettings.Type.NUMERIC));
    MiniBatch own = new MiniBatch(settings, 1);
    CsvSettings csv = new CsvSettings(List.of("x", "y"), ",", List.of("", "?", "NA"));
    CsvSampleDecoder missing =
        new CsvSampleDecoder(RecordEncoder.labelled(settings), new CsvColumns(csv));

    missing.decode(utf8(word + ",1"), own);

    assertThat(own.features()[1]).isEqualTo(1);
    assertThatThrownBy(() -> missing.decode(utf8("1," + word), new MiniBatch(settings, 1)))
        .hasMessageStartingWith("field y is ");
  }

  /** As programs write them that quote all values. */
  @Test
  void decode_quotedNothing_isNoCategoryEither() throws RejectedSample {
    assertThatThrownBy(() -> decode("\"\",\"x\",\"1\",\"1\",\"0\""))
        .hasMessage("field origin is null");
    decode("\"A\",\"\",\"\",\"\",\"0\"");
    assertThat(batch.rows()).isEqualTo(1);
  }

  @Test
  void decode_quotedNothingThatIsNotNamedMissing_isAnEmptyText() throws RejectedSample {
    CsvSettings csv = new CsvSettings(NAMED.columns(), ",", List.of("NA"));
    new CsvSampleDecoder(RecordEncoder.labelled(SETTINGS), new CsvColumns(csv))
        .decode(utf8("\"\",,1,1,0"), batch);

    assertThat(LogicalRows.of(batch, SETTINGS, 0)[1 + CategoryHash.own(8).bucket("")]).isEqualTo(1);
  }

  /** Such a beginning is that of UTF-16 or UTF-32 to whoever guesses. */
  @ParameterizedTest
  @ValueSource(strings = {"\0A,,1,0,0", "A\0,,1,0,0", "\0\0\0A,,1,0,0"})
  void decode_zeroBytesAtTheBeginning_areNoOtherEncoding(String row) {
    assertThatThrownBy(() -> decode(row + ",7"))
        .hasMessage("not a row of 5 values: there are more");
  }

  /** As UCI's files have them. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "~ DTW ,  x , 1.5 , true , 0 ~ | ~DTW~",
        "~ \" DTW \" ,x,1.5,true,0~ | ~ DTW ~",
        "~\"two\nlines\",x,1,1,0\n~ | ~two\nlines~"
      })
  void decode_blanksAndLineEnds_arePartOfAValueWithinQuotes(String row, String origin)
      throws RejectedSample {
    decode(row);

    assertThat(LogicalRows.of(batch, SETTINGS, 0)[1 + CategoryHash.own(8).bucket(origin)])
        .isEqualTo(1);
  }

  @Test
  void settings_impossible_areRefused() {
    assertThatThrownBy(() -> new CsvSettings(List.of("a", "a"), ",", List.of()))
        .hasMessage("columns must not name one twice: [a, a]");
    assertThatThrownBy(() -> new CsvSettings(List.of(), "::", List.of()))
        .hasMessage("delimiter must be one character, such as , or ; : \"::\"");
  }

  private void decode(String row) throws RejectedSample {
    decoder.decode(utf8(row), batch);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
