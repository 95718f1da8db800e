package io.gradstream.record.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.data.FeatureSettings.Array;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.LabelClasses;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.LogicalRows;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.data.text.CategoryHash;
import io.gradstream.data.text.NumberNotation;
import io.gradstream.record.SampleDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSampleDecoderTest {
  private static final SampleSettings SETTINGS =
      new SampleSettings(
          List.of(new Numeric("distance"), Categorical.of("origin", 8), new Array("p.x", 2)),
          new LabelSettings("delayed", LabelSettings.Type.BINARY));
  private static final int WIDTH = SETTINGS.width();

  private final SampleDecoder decoder = JsonSampleDecoder.labelled(SETTINGS);
  private final MiniBatch batch = new MiniBatch(SETTINGS, 4);

  @Test
  void decode_sample_fillsItsRow() throws RejectedSample {
    decode("{'distance':1750,'origin':'DTW','p':{'x':[1,-2.5]},'delayed':1}");

    assertThat(row(0)).containsExactly(1750, 1, 0, 0, 0, 0, 0, 0, 0, 1, -2.5f);
    assertThat(batch.targets()[0]).isEqualTo(1);
    assertThat(batch.rows()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'delayed':true,'p':{'x':[1,2]},'origin':'A','distance':3}",
        " {\n'distance' : 3e0 ,\t'origin':'\\u0041' , 'p':{'x':[ 1.0, 2 ]},'delayed':1.0 }\r\n",
        "{'x':[9],'p':{'y':{'x':[7]},'x':[1,2],'z':null},'q':{'p':{}},'distance':3,'origin':'A','delayed':1}",
        "{'distance':'far','distance':3,'origin':[],'origin':'A','p':{'x':[1,2]},'delayed':1}",
        "{'p':{'x':[5,[6],{}]},'distance':3,'origin':'B','origin':'A','p':{'x':[1,2]},'delayed':1}",
        "{'other':NaN,'distance':3,'origin':'A','p':{'x':[1,2]},'delayed':1}",
        "\ufeff{'distance':3,'origin':'A','p':{'x':[1,2]},'delayed':1}",
      })
  void decode_otherWaysToWriteTheSame_givesTheSameRow(String record) throws RejectedSample {
    float[] expected = new float[WIDTH];
    expected[0] = 3;
    expected[1 + CategoryHash.own(8).bucket("A")] = 1;
    expected[9] = 1;
    expected[10] = 2;

    decode(record);

    assertThat(row(0)).containsExactly(expected);
    assertThat(batch.targets()[0]).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~~                                         | empty record
          ~ ~                                        | empty record
          null                                       | not a JSON object: null
          [1]                                        | not a JSON object: an array
          [                                          | not a JSON object: an array that ends before its ]
          [{'a': 1},                                 | not a JSON object: an array that ends before its ]
          'x'                                        | not a JSON object: "x"
          hello                                      | not JSON: unrecognized token 'hello' at column 1
          {'distance':3                              | not JSON: unexpected end-of-input: expected close marker for Object at column 14
          {'distance':3,}                            | not JSON: unexpected character ('}' (code 125)): was expecting double-quote to start property name at column 15
          {'distance':03}                            | not JSON: invalid numeric value: Leading zeroes not allowed at column 14
          {OK} x                                     | not JSON: unrecognized token 'x' at column 57
          {OK}{}                                     | not one JSON object: something follows it at column 56
          {OK,'z':'\\ud8'}                           | not JSON: unexpected character ('"' (code 34)): expected a hex-digit for character escape sequence at column 65
          {'origin':'A','p':{'x':[1,2]},'delayed':1} | field distance is missing
          {'distance':3,'p':{'x':[1,2]},'delayed':1} | field origin is missing
          {'distance':3,'origin':'A','delayed':1}    | field p.x is missing: if "p.x" is one key, its path is written in double quotes
          {'distance':3,'origin':'A','p':{'x':[1,2]}} | field delayed is missing
          {OK,'distance':null}                       | field distance is null
          {OK,'distance':'far'}                      | distance must be a number: "far"
          {OK,'distance':'3'}                        | distance must be a number: "3"
          {OK,'distance':true}                       | distance must be a number: true
          {OK,'distance':{'a':[1,{}]}}               | distance must be a number: an object
          {OK,'distance':NaN}                        | field distance is NaN
          {OK,'distance':-Infinity}                  | distance must be finite in float32: -Infinity
          {OK,'distance':1e39}                       | distance must be finite in float32: 1e39
          {OK,'distance':1e999}                      | distance must be finite in float32: 1e999
          {OK,'origin':{}}                           | origin must be a string, a finite number or a boolean: an object
          {OK,'origin':NaN}                          | field origin is NaN
          {OK,'p':5}                                 | field p.x is missing: if "p.x" is one key, its path is written in double quotes
          {OK,'p':{}}                                | field p.x is missing: if "p.x" is one key, its path is written in double quotes
          {OK,'p':{'x':[1]}}                         | p.x must be an array of 2 numbers: 1
          {OK,'p':{'x':[1,2,[3,[4],5],{}]}}          | p.x must be an array of 2 numbers: 4
          {OK,'p':{'x':[1,[3],2,{}]}}                | p.x[1] must be a number: an array
          {OK,'p':{'x':[1,null]}}                    | p.x[1] must be a number: null
          {OK,'p':{'x':7}}                           | p.x must be an array of 2 numbers: 7
          {OK,'delayed':2}                           | delayed must be 0 or -1 or false, or 1 or true; sample.label.values names other words: 2
          {OK,'delayed':'yes'}                       | delayed must be 0 or -1 or false, or 1 or true; sample.label.values names other words: "yes"
          {OK,'distance':'a','delayed':9}            | distance must be a number: "a"
          {OK,'distance':'a'                         | not JSON: unexpected end-of-input: expected close marker for Object at column 70
          """)
  void decode_badLine_rejectsWithItsReason(String line, String reason) {
    String record = line.replace("OK", "'distance':3,'origin':'A','p':{'x':[1,2]},'delayed':1");

    assertThatThrownBy(() -> decode(record)).isInstanceOf(RejectedSample.class).hasMessage(reason);
    assertThat(batch.rows()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "7, 'digit must be a class from 0 to 6, or sample.label.classes must list the words: 7'",
    "'\"7\"', 'digit must be a class from 0 to 6, or sample.label.classes must list the words: \"7\"'",
    "'\"a\"', 'digit must be a class from 0 to 6, or sample.label.classes must list the words: \"a\"'"
  })
  void decode_unknownClass_rejects(String label, String reason) {
    SampleSettings settings =
        new SampleSettings(
            List.of(new Numeric("a")), LabelSettings.of("digit", LabelClasses.numbered(7)));
    SampleDecoder classes = JsonSampleDecoder.labelled(settings);
    byte[] record = utf8("{'a':1,'digit':" + label + "}");

    assertThatThrownBy(() -> classes.decode(record, new MiniBatch(settings, 1))).hasMessage(reason);
  }

  @ParameterizedTest
  @CsvSource({"C0 80, 12", "ED A0 80, 12", "FF, 12", "C3, 12"})
  void decode_invalidUtf8_rejects(String bytes, int at) {
    byte[] record = utf8("{'origin':'#####'}");
    int next = 11;
    for (String hex : bytes.split(" ", -1)) {
      record[next++] = (byte) Integer.parseInt(hex, 16);
    }

    assertThatThrownBy(() -> decoder.decode(record, batch)).hasMessage("not UTF-8: byte " + at);
  }

  @Test
  void decode_invalidUtf8FarBehind_rejects() {
    byte[] record = utf8("{'z':'" + "é".repeat(3000) + "#'}");
    record[6006] = (byte) 0xFF;

    assertThatThrownBy(() -> decoder.decode(record, batch)).hasMessage("not UTF-8: byte 6007");
  }

  @Test
  void decode_utf16_rejects() {
    byte[] record = "{\"distance\":3}".getBytes(StandardCharsets.UTF_16LE);

    assertThatThrownBy(() -> decoder.decode(record, batch)).hasMessageStartingWith("not JSON: ");
  }

  @Test
  void decode_nestedTooDeep_rejects() {
    assertThatThrownBy(() -> decode("{'z':" + "[".repeat(501)))
        .isInstanceOf(RejectedSample.class)
        .hasMessage("a record must be nested at most 500 deep, input.limits.depth: 501");
  }

  @Test
  void decode_longContent_isCutInTheReason() {
    String far = "f\n".repeat(5000);

    assertThatThrownBy(() -> decode("{'distance':'" + far.replace("\n", "\\n") + "'}"))
        .hasMessage("distance must be a number: \"" + "f\\n".repeat(20) + "…\"");
  }

  @ParameterizedTest
  @CsvSource({"{'distance':'\\u009b2J'}, \"\ufffd2J\"", "{'distance':tr\u0001e}, 'tr\ufffde'"})
  void decode_controlCharacters_areMarkedInTheReason(String record, String shown) {
    assertThatThrownBy(() -> decode(record)).hasMessageContaining(shown);
  }

  @Test
  void decode_afterARejection_leavesNothingOfIt() throws RejectedSample {
    assertThatThrownBy(() -> decode("{'distance':9,'origin':'Q','p':{'x':[8,8]},'delayed':1,'z':}"))
        .isInstanceOf(RejectedSample.class);

    decode("{'distance':3,'origin':'DTW','p':{'x':[1,2]},'delayed':0}");

    assertThat(row(0)).containsExactly(3, 1, 0, 0, 0, 0, 0, 0, 0, 1, 2);
    assertThat(batch.targets()[0]).isZero();
  }

  @Test
  void decode_fieldOnlyInTheRecordBefore_isMissing() throws RejectedSample {
    decode("{'distance':3,'origin':'A','p':{'x':[1,2]},'delayed':1}");

    assertThatThrownBy(() -> decode("{'distance':3,'origin':'A','p':{'x':[1,2]}}"))
        .hasMessage("field delayed is missing");
    assertThat(batch.rows()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "1.50, 1.5",
    "-5, -5",
    "true, true",
    "1E5, 100000",
    "0, 0",
    "17.0, 17",
    "'\"17.0\"', 17.0",
    "12345678901234567890.0, 12345678901234567890"
  })
  void decode_scalarAsCategory_isHashedByItsOneText(String written, String text)
      throws RejectedSample {
    decode("{'distance':3,'origin':" + written + ",'p':{'x':[1,2]},'delayed':1}");

    assertThat(row(0)[1 + CategoryHash.own(8).bucket(text)]).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.50", "-5", "1E5", "17.0", "17"})
  void decode_modelFromBefore_numbersAreHashedAsTheyAreWritten(String text) throws RejectedSample {
    SampleSettings before = SETTINGS.withNumbers(NumberNotation.AS_WRITTEN);
    MiniBatch own = new MiniBatch(before, 1);

    JsonSampleDecoder.labelled(before)
        .decode(utf8("{'distance':3,'origin':" + text + ",'p':{'x':[1,2]},'delayed':1}"), own);

    assertThat(LogicalRows.of(own, before, 0)[1 + CategoryHash.own(8).bucket(text)]).isEqualTo(1);
  }

  /** As pandas and json.dumps write what is missing. */
  @ParameterizedTest
  @CsvSource({"NaN, ZERO, 0", "null, ZERO, 0", "NaN, INDICATOR, NaN", "null, MEAN, NaN"})
  void decode_nan_isMissing(String written, Missing policy, Double expected) throws RejectedSample {
    SampleSettings settings =
        new SampleSettings(
            List.of(
                new Numeric("a", Scale.none(), policy), new Array("b", 2, Scale.none(), policy)),
            new LabelSettings("y", LabelSettings.Type.NUMERIC));
    MiniBatch own = new MiniBatch(settings, 1);

    JsonSampleDecoder.labelled(settings)
        .decode(utf8("{'a':#,'b':[1,#],'y':1}".replace("#", written)), own);

    assertThat(own.features()[0]).isEqualTo(expected);
    assertThat(own.features()[policy == Missing.INDICATOR ? 3 : 2]).isEqualTo(expected);
  }

  @Test
  void decode_keysWithDots_areFoundByTheirQuotedPath() throws RejectedSample {
    SampleSettings settings =
        new SampleSettings(
            List.of(new Numeric("\"sepal.length\""), new Numeric("sepal.length")),
            new LabelSettings("out.\"y.z\"", LabelSettings.Type.NUMERIC));
    MiniBatch own = new MiniBatch(settings, 2);
    JsonSampleDecoder dotted = JsonSampleDecoder.labelled(settings);

    dotted.decode(utf8("{'sepal.length':5,'sepal':{'length':6},'out':{'y.z':7}}"), own);
    dotted.decode(utf8("{'sepal\\u002elength':5,'sepal':{'length':6},'out':{'y.z':7}}"), own);

    assertThat(own.features()).containsExactly(5, 6, 5, 6);
    assertThat(own.targets()).containsExactly(7, 7);
  }

  @Test
  void decode_halfASurrogatePairAsCategory_rejects() {
    String record = "{'distance':3,'origin':'\\ud83d','p':{'x':[1,2]},'delayed':1}";

    assertThatThrownBy(() -> decode(record))
        .hasMessageStartingWith("origin must not hold half a surrogate pair: ");
  }

  @Test
  void decode_unlabelled_needsNoLabel() throws RejectedSample {
    batch.targets()[0] = 1;

    JsonSampleDecoder.unlabelled(SETTINGS)
        .decode(utf8("{'distance':3,'origin':'A','p':{'x':[1,2]},'delayed':'?'}"), batch);

    assertThat(row(0)[0]).isEqualTo(3);
    assertThat(batch.targets()[0]).isZero();
  }

  @Test
  void decode_fullBatch_throws() {
    MiniBatch full = new MiniBatch(SETTINGS, 0);

    assertThatThrownBy(() -> decoder.decode(utf8("{}"), full))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "batch must have room for a row of 11 columns, 3 of them dense: 0 of 0 rows of 11, 3");
  }

  private void decode(String record) throws RejectedSample {
    decoder.decode(utf8(record), batch);
  }

  private float[] row(int index) {
    return LogicalRows.of(batch, SETTINGS, index);
  }

  private static byte[] utf8(String record) {
    return record.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
