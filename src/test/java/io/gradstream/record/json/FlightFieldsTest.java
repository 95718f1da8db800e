package io.gradstream.record.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.data.BinEncoding;
import io.gradstream.data.Bins;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FeatureSettings.Array;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.FeatureSettings.Timestamp;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.HashedFeature.Cross;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.LogicalRows;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.Product;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.data.Square;
import io.gradstream.data.Text;
import io.gradstream.data.scale.FeatureScaler;
import io.gradstream.data.text.CategoryHash;
import io.gradstream.data.text.TextAnalyzer;
import io.gradstream.data.time.TimeEncoding;
import io.gradstream.data.time.TimePart;
import io.gradstream.data.time.TimeUnit;
import io.gradstream.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a model sees of a few flights, by field type and by what is done where a field is missing.
 */
class FlightFieldsTest {
  private static final String FROM_DTW =
      "{'timestamp':'2001-01-01T00:47','origin':'DTW','distance':1750,'hour':0,'weekday':'mon',"
          + "'diverted':false,'legs':[1,2],'tags':{'late':1.5,'cheap':1},'delayed':1}";
  private static final String FROM_LAS =
      "{'timestamp':'2001-03-31T18:00','origin':'LAS','distance':250,'hour':18,'weekday':'sat',"
          + "'diverted':true,'legs':[3,6],'tags':{'late':0},'delayed':0}";
  private static final String EMPTY = "{'delayed':0}";
  private static final String NULLS =
      "{'timestamp':null,'origin':null,'distance':null,'hour':null,'diverted':null,'legs':null,"
          + "'tags':null,'delayed':0}";

  static Stream<Arguments> columns() {
    return Stream.of(
        Arguments.of(new Numeric("distance"), row(1750), row(250)),
        Arguments.of(new Array("legs", 2), row(1, 2), row(3, 6)),
        Arguments.of(new Product(List.of("distance", "hour")), row(0), row(4500)),
        Arguments.of(new Square("hour"), row(0), row(324)),
        Arguments.of(
            new Bins("distance", 2, BinEncoding.ONE_HOT, Missing.DEAD_LETTER),
            row(0, 1),
            row(1, 0)),
        Arguments.of(
            new Text(
                "weekday",
                TextAnalyzer.CHARACTER,
                List.of(2),
                Optional.of(16),
                Missing.DEAD_LETTER),
            sum(row(16, "mo", 1), row(16, "on", 1)),
            sum(row(16, "sa", 1), row(16, "at", 1))),
        Arguments.of(new FeatureSettings.Boolean("diverted"), row(0), row(1)),
        Arguments.of(Categorical.of("weekday", 8), row(8, "mon", 1), row(8, "sat", 1)),
        Arguments.of(
            new HashedFeature.Map("tags", Optional.of(16), Missing.DEAD_LETTER),
            sum(row(16, "late", 1.5f), row(16, "cheap", 1)),
            row(16, "", 0)),
        Arguments.of(
            cross(Missing.DEAD_LETTER, "origin", "hour"),
            row(16, "DTW\u001f0", 1),
            row(16, "LAS\u001f18", 1)),
        Arguments.of(cross(Missing.DEAD_LETTER, "origin"), row(16, "DTW", 1), row(16, "LAS", 1)),
        Arguments.of(
            timestamp(TimeEncoding.ONE_HOT, Missing.DEAD_LETTER, TimePart.WEEKDAY, TimePart.MONTH),
            row(1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            row(0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
        Arguments.of(
            timestamp(TimeEncoding.CYCLIC, Missing.DEAD_LETTER, TimePart.HOUR),
            row(
                (float) Math.sin(2 * Math.PI * 47 / 1440),
                (float) Math.cos(2 * Math.PI * 47 / 1440)),
            row(-1, 0)));
  }

  @ParameterizedTest
  @MethodSource("columns")
  void decode_fieldOfEachType_fillsItsColumns(
      FeatureSettings feature, float[] fromDtw, float[] fromLas) throws RejectedSample {
    List<float[]> rows = rows(sample(feature), FROM_DTW, FROM_LAS);

    assertThat(rows.get(0)).containsExactly(fromDtw, within(1e-6f));
    assertThat(rows.get(1)).containsExactly(fromLas, within(1e-6f));
  }

  static Stream<Arguments> missing() {
    return Stream.of(
        // a missing distance is 0 miles
        Arguments.of(new Numeric("distance", Scale.none(), Missing.ZERO), row(0)),
        // or the mean of 1750 and 250
        Arguments.of(new Numeric("distance", Scale.none(), Missing.MEAN), row(1000)),
        Arguments.of(new Numeric("distance", Scale.standard(), Missing.MEAN), row(0)),
        Arguments.of(new Numeric("distance", Scale.minmax(), Missing.MEAN), row(0.5f)),
        // or that, and a column that says so
        Arguments.of(new Numeric("distance", Scale.none(), Missing.INDICATOR), row(1000, 1)),
        Arguments.of(new Array("legs", 2, Scale.none(), Missing.ZERO), row(0, 0)),
        Arguments.of(new Array("legs", 2, Scale.none(), Missing.MEAN), row(2, 4)),
        Arguments.of(new Array("legs", 2, Scale.none(), Missing.INDICATOR), row(2, 4, 1)),
        Arguments.of(new FeatureSettings.Boolean("diverted", Missing.ZERO), row(0)),
        Arguments.of(new FeatureSettings.Boolean("diverted", Missing.MEAN), row(0.5f)),
        Arguments.of(new FeatureSettings.Boolean("diverted", Missing.INDICATOR), row(0.5f, 1)),
        Arguments.of(product(Scale.none(), Missing.ZERO), row(0)),
        Arguments.of(product(Scale.none(), Missing.MEAN), row(2250)),
        Arguments.of(product(Scale.none(), Missing.INDICATOR), row(2250, 1)),
        Arguments.of(new Square("hour", Scale.standard(), Missing.MEAN), row(0)),
        Arguments.of(new Bins("hour", 2, BinEncoding.CUMULATIVE, Missing.MEAN), row(1)),
        Arguments.of(new Bins("hour", 2, BinEncoding.CUMULATIVE, Missing.INDICATOR), row(1, 1)),
        // a missing origin has no column, or one of its own
        Arguments.of(categorical("origin", Missing.ZERO), row(0, 0)),
        Arguments.of(categorical("origin", Missing.INDICATOR), row(0, 0, 1)),
        Arguments.of(new HashedFeature.Map("tags", Optional.of(2), Missing.ZERO), row(0, 0)),
        Arguments.of(
            new HashedFeature.Map("tags", Optional.of(2), Missing.INDICATOR), row(0, 0, 1)),
        Arguments.of(cross(Missing.ZERO, "origin", "hour"), row(16, "", 0)),
        Arguments.of(
            cross(Missing.INDICATOR, "origin", "hour"),
            row(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)),
        Arguments.of(timestamp(TimeEncoding.CYCLIC, Missing.ZERO, TimePart.HOUR), row(0, 0)),
        Arguments.of(
            timestamp(TimeEncoding.ONE_HOT, Missing.INDICATOR, TimePart.WEEKDAY),
            row(0, 0, 0, 0, 0, 0, 0, 1)));
  }

  @ParameterizedTest
  @MethodSource("missing")
  void decode_fieldMissingOrNull_followsItsPolicy(FeatureSettings feature, float[] expected)
      throws RejectedSample {
    List<float[]> rows = rows(sample(feature), FROM_DTW, FROM_LAS, EMPTY, NULLS, FROM_LAS);

    assertThat(rows.get(2)).containsExactly(expected);
    assertThat(rows.get(3)).containsExactly(expected);
    if (feature.hasIndicator()) {
      assertThat(rows.get(4)[feature.columns()]).isZero();
    }
  }

  private static Product product(Scale scale, Missing missing) {
    return new Product(List.of("distance", "hour"), scale, missing);
  }

  static Stream<FeatureSettings> types() {
    return Stream.of(
        new Numeric("distance"),
        new Array("legs", 2),
        new Bins("distance"),
        new Text("origin"),
        new FeatureSettings.Boolean("diverted"),
        Categorical.of("origin", 4),
        embedded(Missing.DEAD_LETTER),
        new HashedFeature.Map("tags", Optional.of(4), Missing.DEAD_LETTER),
        cross(Missing.DEAD_LETTER, "origin"),
        new Timestamp("timestamp"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void decode_fieldMissingWithoutAPolicy_rejects(FeatureSettings feature) {
    assertThatThrownBy(() -> rows(sample(feature), EMPTY))
        .isInstanceOf(RejectedSample.class)
        .hasMessage("field " + feature.field() + " is missing");
    assertThatThrownBy(() -> rows(sample(feature), NULLS))
        .hasMessage("field " + feature.field() + " is null");
  }

  @Test
  void decode_productBeyondFloat32_isRejectedAndLeavesNothing() {
    String huge = "{'distance':1e30,'hour':1e30,'delayed':1}";
    SampleSettings sample = sample(product(Scale.none(), Missing.DEAD_LETTER));

    assertThatThrownBy(() -> rows(sample, huge))
        .isInstanceOf(RejectedSample.class)
        .hasMessageStartingWith("product(distance,hour) must be finite in float32: ");
  }

  @Test
  void decode_fieldThatIsWrong_isRejectedWhateverThePolicy() {
    Numeric distance = new Numeric("distance", Scale.none(), Missing.ZERO);

    assertThatThrownBy(() -> rows(sample(distance), "{'distance':'far','delayed':1}"))
        .hasMessage("distance must be a number: \"far\"");
  }

  @ParameterizedTest
  @EnumSource(
      value = Missing.class,
      names = {"ZERO", "INDICATOR"})
  void decode_embeddedCategory_isItsHashOrAMarker(Missing policy) throws RejectedSample {
    SampleSettings settings = sample(embedded(policy));
    MiniBatch batch = decoded(settings, FROM_DTW, EMPTY);

    assertThat(batch.categories())
        .containsExactly(
            // murmur3_32 of DTW
            830_991_416L, policy == Missing.ZERO ? MiniBatch.MISSING : MiniBatch.OWN_MISSING);
    assertThat(settings.isSparse()).isFalse();
    assertThat(settings.width()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          '2001-01-01T00:47'          | UTC              | 0
          '2001-01-01 00:47:59.5'     | Asia/Tokyo       | 0
          '2001-01-01T00:47Z'         | Asia/Tokyo       | 9
          '2001-01-01T00:47+02:00'    | UTC              | 22
          '2001-07-01T12:00Z'         | America/New_York | 8
          '2001-01-01T12:00Z'         | America/New_York | 7
          '2001-01-01'                | UTC              | 0
          978310020                   | UTC              | 0
          978310020.9                 | America/New_York | 19
          -1                          | UTC              | 23
          """)
  void decode_moment_isReadOffTheClockOfItsZone(String moment, String zone, int hour)
      throws RejectedSample {
    Timestamp timestamp =
        Timestamp.of(
            "timestamp",
            List.of(TimePart.HOUR),
            TimeEncoding.ONE_HOT,
            TimeUnit.SECONDS,
            zone,
            Missing.DEAD_LETTER);

    List<float[]> rows = rows(sample(timestamp), "{'timestamp':" + moment + ",'delayed':1}");

    assertThat(rows.get(0)[hour]).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'''noon''', '\"noon\"'",
    "'''2001-02-29''', '\"2001-02-29\"'",
    "'''2001-01-01T24:00''', '\"2001-01-01T24:00\"'",
    "'''2001-01-01T00:00 ''', '\"2001-01-01T00:00 \"'",
    "1e300, 1e300",
    "true, true"
  })
  void decode_whatIsNoMoment_rejects(String moment, String shown) {
    String line = "{'timestamp':" + moment + ",'delayed':1}";

    assertThatThrownBy(() -> rows(sample(new Timestamp("timestamp")), line))
        .hasMessage(
            "timestamp must be a time such as \"2001-01-31T08:15\", or seconds since 1970: "
                + shown);
  }

  @Test
  void decode_crossWithPartsOfATimestamp_hasTheirTexts() throws RejectedSample {
    Timestamp moment =
        Timestamp.of(
            "timestamp",
            List.of(),
            TimeEncoding.ONE_HOT,
            TimeUnit.SECONDS,
            "UTC",
            Missing.DEAD_LETTER);
    Cross cross =
        cross(Missing.DEAD_LETTER, "origin", "timestamp.date", "timestamp.hour", "timestamp.month");

    List<float[]> rows = rows(sample(cross, moment), FROM_LAS);

    assertThat(rows.get(0)).containsExactly(row(16, "LAS\u001f2001-03-31\u001f18\u001f2", 1));
  }

  @Test
  void decode_crossOfAFeature_readsItOnceForBoth() throws RejectedSample {
    Cross cross = cross(Missing.DEAD_LETTER, "distance", "origin");

    List<float[]> rows = rows(sample(new Numeric("distance"), cross), FROM_DTW);

    assertThat(rows.get(0)[0]).isEqualTo(1750);
    assertThat(rows.get(0)[1 + CategoryHash.own(16).bucket("1750\u001fDTW")]).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          [1]           | tags must be an object of numbers: an array
          {'a':'b'}     | tags must hold numbers that are finite in float32: "b"
          {'a':1e39}    | tags must hold numbers that are finite in float32: 1e39
          {'a':[1,{}]}  | tags must hold numbers that are finite in float32: an array
          """)
  void decode_whatIsNoMap_rejects(String tags, String reason) {
    FeatureSettings map = new HashedFeature.Map("tags", Optional.of(4), Missing.DEAD_LETTER);

    assertThatThrownBy(() -> rows(sample(map), "{'tags':" + tags + ",'delayed':1}"))
        .hasMessage(reason);
  }

  private static SampleSettings sample(FeatureSettings... features) {
    return new SampleSettings(
        List.of(features), new LabelSettings("delayed", LabelSettings.Type.BINARY));
  }

  private static Categorical categorical(String field, Missing missing) {
    return new Categorical(field, Optional.of(2), Optional.empty(), Optional.empty(), missing);
  }

  private static Categorical embedded(Missing missing) {
    return Categorical.embedded("origin", 100, 8, missing);
  }

  private static Cross cross(Missing missing, String... fields) {
    return new Cross(List.of(fields), Optional.of(16), missing);
  }

  private static Timestamp timestamp(TimeEncoding encoding, Missing missing, TimePart... parts) {
    return Timestamp.of("timestamp", List.of(parts), encoding, TimeUnit.SECONDS, "UTC", missing);
  }

  /** What the model sees of the lines, learned one after the other. */
  private static List<float[]> rows(SampleSettings settings, String... lines)
      throws RejectedSample {
    MiniBatch batch = decoded(settings, lines);
    Tensor scaled = Tensor.zeros(lines.length, settings.denseColumns().length);
    new FeatureScaler(settings).fitTransform(batch, scaled);
    Arrays.setAll(batch.features(), i -> scaled.data()[i]);
    return IntStream.range(0, lines.length)
        .mapToObj(row -> LogicalRows.of(batch, settings, row))
        .toList();
  }

  private static MiniBatch decoded(SampleSettings settings, String... lines) throws RejectedSample {
    MiniBatch batch = new MiniBatch(settings, lines.length);
    JsonSampleDecoder decoder = JsonSampleDecoder.labelled(settings);
    for (String line : lines) {
      decoder.decode(line.replace('\'', '"').getBytes(StandardCharsets.UTF_8), batch);
    }
    return batch;
  }

  private static float[] row(float... columns) {
    return columns;
  }

  /** A row of hashed buckets with one value in that of a text. */
  private static float[] row(int buckets, String text, float value) {
    float[] row = new float[buckets];
    row[CategoryHash.own(buckets).bucket(text)] = value;
    return row;
  }

  private static float[] sum(float[] one, float[] other) {
    float[] sum = one.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other[i];
    }
    return sum;
  }
}
