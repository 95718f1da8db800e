package io.gradstream.data.scale;

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
import io.gradstream.data.LabelClasses;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.LogicalRows;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.Product;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.data.Slope;
import io.gradstream.data.Square;
import io.gradstream.data.Text;
import io.gradstream.data.VocabularySettings;
import io.gradstream.data.text.NumberNotation;
import io.gradstream.data.text.TextAnalyzer;
import io.gradstream.data.time.TimeEncoding;
import io.gradstream.data.time.TimePart;
import io.gradstream.data.time.TimeUnit;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a version tells its consumers about samples. */
class SampleDescriptionTest {
  private static final SampleSettings SETTINGS =
      new SampleSettings(
          List.of(
              Numeric.of("distance", Scale.standard()),
              Categorical.of("origin", 4),
              Array.of("p.x", 2, Scale.minmax())),
          LabelSettings.of("digit", LabelClasses.numbered(10)));

  private static final SampleSettings SHARING =
      SampleSettings.of(
          List.of(new Categorical("origin"), new Numeric("distance")),
          new LabelSettings("late", LabelSettings.Type.NUMERIC),
          Optional.of("importance"),
          1000);

  private static final SampleSettings EVERY_TYPE =
      SampleSettings.of(
          List.of(
              new Array("array", 2, Scale.robust(), Missing.MEAN),
              new FeatureSettings.Boolean("boolean", Missing.INDICATOR),
              Categorical.embedded("embedded", 4, 8, Missing.ZERO),
              Categorical.embedded(
                  "known", new VocabularySettings(100, 3, 5000), 8, Missing.INDICATOR),
              new Cross(List.of("a", "b"), Optional.of(8), Missing.INDICATOR),
              new Cross(List.of("c", "time.date")),
              new HashedFeature.Map("map", Optional.empty(), Missing.ZERO),
              new Numeric("numeric", Scale.minmax(), Missing.MEAN),
              Timestamp.of(
                  "time",
                  List.of(TimePart.MONTH, TimePart.HOUR),
                  TimeEncoding.CYCLIC,
                  TimeUnit.MILLIS,
                  "Europe/Berlin",
                  Missing.ZERO)),
          new LabelSettings("y", LabelSettings.Type.BINARY),
          Optional.empty(),
          64);

  private static final SampleSettings EVERY_LATER_TYPE =
      new SampleSettings(
          List.of(
              new Numeric(
                  "a.\"b.c\"", Scale.Standard.fixed(figures(3), figures(0.1)), Missing.MEAN),
              Array.of("d", 2, Scale.Minmax.fixed(figures(0, 1), figures(2, 3))),
              Numeric.of("d2", Scale.Robust.fixed(figures(1), figures(2))),
              new HashedFeature.Tags("e", Optional.of(4), Optional.of("|"), Missing.ZERO),
              new HashedFeature.Tags("f"),
              new Timestamp(
                  "g",
                  List.of(TimePart.HOUR),
                  TimeEncoding.ONE_HOT,
                  TimeUnit.DAYS,
                  "UTC",
                  Optional.of("MMM d yyyy"),
                  Missing.ZERO)),
          LabelSettings.of("y", LabelClasses.named("rain", "sun")),
          Optional.of("w"),
          64,
          Optional.of(NumberNotation.AS_WRITTEN),
          Optional.empty());

  private static final SampleSettings EVERY_MADE_COLUMN =
      new SampleSettings(
          List.of(
              Numeric.of(
                  "a", new Scale.Minmax(Optional.empty(), Optional.empty(), Optional.of(2.0))),
              new Bins("a", 3, BinEncoding.CUMULATIVE, Missing.MEAN),
              new Product(List.of("a", "b"), Scale.robust(), Missing.INDICATOR),
              new Square("b"),
              new Text(
                  "c", TextAnalyzer.CHARACTER, List.of(2, 3), Optional.of(16), Missing.DEAD_LETTER),
              new Slope("a", List.of("d"), 1, 2, Optional.of(3.0), Optional.of(8), Missing.ZERO)),
          LabelSettings.of("y", Scale.robust()));

  private static final SampleSettings WORDS =
      new SampleSettings(
          List.of(new Numeric("x")),
          new LabelSettings(
              "y",
              LabelSettings.Type.BINARY,
              LabelClasses.NONE,
              List.of("no", "yes"),
              Optional.empty(),
              Optional.empty()));

  private static List<Double> figures(double... figures) {
    return Arrays.stream(figures).boxed().toList();
  }

  private final FeatureScaler scaler = new FeatureScaler(SETTINGS);
  private final MiniBatch batch =
      LogicalRows.batch(
          SETTINGS,
          new float[] {1, 1, 0, 0, 0, 5, 8},
          new float[] {4, 0, 1, 0, 0, 6, 3},
          new float[] {7, 0, 0, 0, 1, 9, 4});

  @BeforeEach
  void learnThreeSamples() {
    scaler.fitTransform(batch, Tensor.zeros(3, 3));
  }

  @Test
  void describe_tellsColumnsHashesAndStatistics() {
    assertThat(scaler.describe().toString())
        .isEqualTo(
            "{features=["
                + "{field=distance, type=numeric, scale=standard, missing=dead-letter, column=0, columns=1, count=3,"
                + " mean=4.0, variance=6.0}, "
                + "{field=origin, type=categorical, buckets=4,"
                + " hash=murmur3_32(utf8) seed 0, unsigned modulo buckets, numbers=canonical, missing=dead-letter, column=1, columns=4}, "
                + "{field=p.x, type=array, size=2, scale=minmax, missing=dead-letter, column=5, columns=2, count=3,"
                + " min=[5.0, 3.0], max=[9.0, 8.0]}], "
                + "label={field=digit, type=class, classes=10}, width=7}");
  }

  @Test
  void describe_sharedColumns_tellsTheSeed() {
    assertThat(new FeatureScaler(SHARING).describe().toString())
        .isEqualTo(
            "{features=["
                + "{field=origin, type=categorical,"
                + " hash=murmur3_32(utf8) seed murmur3_32(utf8 of field), unsigned modulo columns,"
                + " seed=997549709, numbers=canonical, missing=dead-letter, column=1, columns=1000}, "
                + "{field=distance, type=numeric, scale=none, missing=dead-letter, column=0, columns=1}], "
                + "label={field=late, type=numeric}, weight=importance, buckets=1000, width=1001}");
  }

  static Stream<SampleSettings> settings() {
    return Stream.of(SETTINGS, SHARING, EVERY_TYPE, EVERY_LATER_TYPE, EVERY_MADE_COLUMN, WORDS);
  }

  @Test
  void describe_everyType_tellsWhatAConsumerNeeds() {
    assertThat(new FeatureScaler(EVERY_TYPE).describe().toString())
        .isEqualTo(
            "{features=["
                + "{field=array, type=array, size=2, scale=robust, missing=mean,"
                + " column=0, columns=2, fill=[0.0, 0.0], count=0, median=[0.0, 0.0],"
                + " range=[0.0, 0.0]}, "
                + "{field=boolean, type=boolean, missing=indicator, column=2, columns=1,"
                + " missingColumn=3, fill=0.0}, "
                + "{field=embedded, type=categorical, buckets=4,"
                + " hash=murmur3_32(utf8) seed 0, unsigned modulo buckets, embedding=8, table=embeddings.embedded.weight,"
                + " numbers=canonical, missing=zero, column=4, columns=0}, "
                + "{field=known, type=categorical,"
                + " vocabulary={size=100, admitAfter=3, expireAfter=5000},"
                + " hash=murmur3_32(utf8) seed 0, unsigned, embedding=8,"
                + " table=embeddings.known.weight, categories=embeddings.known.categories,"
                + " numbers=canonical, missing=indicator, column=4, columns=0}, "
                + "{field=a*b, type=cross, cross=[a, b], separator=, buckets=8,"
                + " hash=murmur3_32(utf8) seed 0, unsigned modulo buckets, numbers=canonical, missing=indicator,"
                + " column=4, columns=8, missingColumn=12}, "
                + "{field=c*time.date, type=cross, cross=[c, time.date], separator=,"
                + " hash=murmur3_32(utf8) seed murmur3_32(utf8 of field), unsigned modulo columns,"
                + " seed=2931492303, numbers=canonical, missing=dead-letter, column=18, columns=64}, "
                + "{field=map, type=map,"
                + " hash=murmur3_32(utf8) seed murmur3_32(utf8 of field), unsigned modulo columns,"
                + " seed=3944559304, missing=zero, column=18, columns=64}, "
                + "{field=numeric, type=numeric, scale=minmax, missing=mean, column=13,"
                + " columns=1, fill=0.0, count=0, min=0.0, max=0.0}, "
                + "{field=time, type=timestamp, parts=[month, hour], encoding=cyclic,"
                + " unit=millis, zone=Europe/Berlin, missing=zero, column=14, columns=4}], "
                + "label={field=y, type=binary}, buckets=64, width=82}");
  }

  @Test
  void describe_everyLaterType_tellsWhatAConsumerNeeds() {
    assertThat(new FeatureScaler(EVERY_LATER_TYPE).describe().toString())
        .isEqualTo(
            "{features=["
                + "{field=a.\"b.c\", type=numeric, scale=standard, missing=mean, column=0,"
                + " columns=1, fill=0.0, fixed=true, count=0, mean=3.0,"
                + " variance=0.010000000000000002}, "
                + "{field=d, type=array, size=2, scale=minmax, missing=dead-letter, column=1,"
                + " columns=2, fixed=true, count=0, min=[0.0, 1.0], max=[2.0, 3.0]}, "
                + "{field=d2, type=numeric, scale=robust, missing=dead-letter, column=3,"
                + " columns=1, fixed=true, count=0, median=1.0, range=2.0}, "
                + "{field=e, type=tags, separator=|, buckets=4,"
                + " hash=murmur3_32(utf8) seed 0, unsigned modulo buckets, missing=zero,"
                + " column=4, columns=4}, "
                + "{field=f, type=tags,"
                + " hash=murmur3_32(utf8) seed murmur3_32(utf8 of field), unsigned modulo columns,"
                + " seed=728008763, missing=dead-letter, column=32, columns=64}, "
                + "{field=g, type=timestamp, parts=[hour], encoding=one-hot, unit=days, zone=UTC,"
                + " format=MMM d yyyy, missing=zero, column=8, columns=24}], "
                + "label={field=y, type=class, classes=[rain, sun]}, weight=w, buckets=64,"
                + " width=96}");
  }

  @Test
  void describe_everyMadeColumn_tellsWhatAConsumerNeeds() {
    assertThat(new FeatureScaler(EVERY_MADE_COLUMN).describe().toString())
        .isEqualTo(
            "{features=["
                + "{field=a, type=numeric, scale=minmax, clip=2.0, missing=dead-letter, column=0,"
                + " columns=1, count=0, min=0.0, max=0.0}, "
                + "{field=a, type=bins, bins=3, encoding=cumulative, missing=mean, column=1,"
                + " columns=2, fill=[0.0, 0.0], count=0, edges=[0.0, 0.0]}, "
                + "{field=product(a,b), type=product, product=[a, b], scale=robust,"
                + " missing=indicator, column=3, columns=1, missingColumn=4, fill=0.0, count=0,"
                + " median=0.0, range=0.0}, "
                + "{field=square(b), type=square, square=b, scale=none, missing=dead-letter,"
                + " column=5, columns=1}, "
                + "{field=c, type=text, analyzer=character, ngrams=[2, 3], buckets=16,"
                + " hash=murmur3_32(utf8) seed 0, unsigned modulo buckets, numbers=canonical,"
                + " missing=dead-letter, column=6, columns=16}, "
                + "{field=slope(a,d), type=slope, slope=a, per=[d], mean=1.0, deviation=2.0, clip=3.0,"
                + " fixed=true, separator=, buckets=8,"
                + " hash=murmur3_32(utf8) seed 0, unsigned modulo buckets, numbers=canonical,"
                + " missing=zero, column=22, columns=8}], "
                + "label={field=y, type=numeric, scale=robust, count=0, median=0.0, range=0.0}, width=30}");
  }

  @Test
  void transform_fixedFigures_scalesByThemWhateverWasSeen() {
    FeatureScaler fixed =
        new FeatureScaler(
            new SampleSettings(
                List.of(
                    Numeric.of("a", Scale.Standard.fixed(figures(10), figures(2))),
                    Numeric.of("b", Scale.Minmax.fixed(figures(0), figures(16))),
                    Numeric.of("c", Scale.Robust.fixed(figures(3), figures(1.349))),
                    Numeric.of("d", Scale.standard())),
                WORDS.label()));
    MiniBatch samples =
        LogicalRows.batch(fixed.settings(), new float[] {14, 4, 5, 1}, new float[] {8, 32, 99, 3});
    Tensor into = Tensor.zeros(2, 4);

    fixed.fitTransform(samples, into);

    assertThat(into.data()).containsExactly(2, 0.25f, 2, 0, -1, 2, 5, 1);
    assertThat(fixed.state()).containsOnlyKeys("standard.count", "standard.mean", "standard.m2");
  }

  @ParameterizedTest
  @MethodSource("settings")
  void read_givesTheSettingsBack(SampleSettings settings) {
    assertThat(FeatureScaler.read(new FeatureScaler(settings).describe()).settings())
        .isEqualTo(settings);
  }

  @Test
  void read_transformsAsTheLearnerDoes() {
    Tensor learner = Tensor.zeros(3, 3);
    Tensor consumer = Tensor.zeros(3, 3);
    scaler.transform(batch, learner);

    FeatureScaler.read(scaler.describe()).transform(batch, consumer);

    assertThat(consumer.data()).containsExactly(learner.data());
  }

  @Test
  void read_goesOnLearning() {
    FeatureScaler consumer = FeatureScaler.read(scaler.describe());
    Tensor continued = Tensor.zeros(3, 3);
    Tensor undisturbed = Tensor.zeros(3, 3);

    consumer.fitTransform(batch, continued);

    scaler.fitTransform(batch, undisturbed);
    assertThat(continued.data()).containsExactly(undisturbed.data(), within(1e-6f));
  }

  static Stream<Arguments> unreadable() {
    Map<String, Object> time = Map.of("missing", "zero", "field", "t", "type", "tensor");
    Map<String, Object> hash =
        Map.of(
            "missing", "zero", "field", "c", "type", "categorical", "buckets", 4, "hash", "xxh3");
    Map<String, Object> scale =
        Map.of("missing", "zero", "field", "n", "type", "numeric", "scale", "log");
    Map<String, Object> half =
        Map.of(
            "missing", "zero", "field", "n", "type", "numeric", "scale", "minmax", "count", 2,
            "min", 1.0);
    return Stream.of(
        Arguments.of("features", List.of(time), "type must be one that is known here: tensor"),
        Arguments.of("features", List.of(hash), "hash must be one that is known here: xxh3"),
        Arguments.of("features", List.of(scale), "scale must be one that is known here: log"),
        Arguments.of("features", List.of(half), "max must be 1 numbers: null"),
        Arguments.of("features", List.of("n"), "features must be a list of objects: n"),
        Arguments.of("features", "n", "features must be a List: n"),
        Arguments.of("label", 5, "label must be a Map: 5"));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void read_whatIsNotKnownHere_throws(String key, Object value, String message) {
    Map<String, Object> description = new LinkedHashMap<>(scaler.describe());
    description.put(key, value);

    assertThatThrownBy(() -> FeatureScaler.read(description))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void startFrom_featuresThatAreNew_beginAnewBesideThoseThatGoOn() {
    LabelSettings label = new LabelSettings("y", LabelSettings.Type.NUMERIC);
    Numeric known = Numeric.of("a", Scale.minmax());
    Bins edges = new Bins("b", 4, BinEncoding.ONE_HOT, Missing.DEAD_LETTER);
    Bins steps = new Bins("b", 5, BinEncoding.CUMULATIVE, Missing.DEAD_LETTER);
    Numeric added = Numeric.of("c", Scale.minmax());
    FeatureScaler before = new FeatureScaler(new SampleSettings(List.of(known, edges), label));
    fit(before, 1, 7, 7, 7, 7);
    fit(before, 3, 8, 8, 8, 8);
    FeatureScaler after =
        new FeatureScaler(new SampleSettings(List.of(known, steps, added), label));

    after.startFrom(before.describe(), 2);
    fit(after, 2, 1, 1, 1, 1, 50);
    float[] row = fit(after, 2, 1, 1, 1, 1, 60);

    assertThat(row).containsExactly(0.5f, 1, 1, 1, 1, 1);
    assertThat(after.describe().toString()).contains("min=50.0", "edges=[1.0, 1.0, 1.0, 1.0]");
  }

  private static float[] fit(FeatureScaler scaler, double... row) {
    MiniBatch batch = new MiniBatch(scaler.settings(), 1);
    System.arraycopy(row, 0, batch.features(), 0, row.length);
    batch.accept();
    Tensor into = Tensor.zeros(1, row.length);
    scaler.fitTransform(batch, into);
    return into.data();
  }
}
