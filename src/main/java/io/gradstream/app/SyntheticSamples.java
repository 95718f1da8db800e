package io.gradstream.app;

import io.gradstream.app.output.Json;
import io.gradstream.data.Bins;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FeatureVisitor;
import io.gradstream.data.FieldPath;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.Product;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Slope;
import io.gradstream.data.Text;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Samples that fit a schema and mean nothing, the same for the same schema. */
final class SyntheticSamples {
  private static final double DIGITS = 1e5;
  private static final int CROSSED = 50;
  private static final int WORDS = 5;
  private static final long YEARS = 60L * 365 * 86_400;

  private final SampleSettings schema;
  private final SplittableRandom random = new SplittableRandom(42);
  private final Values values = new Values();

  SyntheticSamples(SampleSettings schema) {
    this.schema = schema;
  }

  List<byte[]> records(int count) {
    List<byte[]> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(Json.line(sample()).getBytes(StandardCharsets.UTF_8));
    }
    return samples;
  }

  private Map<String, Object> sample() {
    Map<String, Object> sample = new LinkedHashMap<>();
    for (FeatureSettings feature : schema.features()) {
      feature.accept(values).forEach((field, value) -> put(sample, field, value));
    }
    put(sample, schema.label().field(), label(schema.label()));
    schema.weight().ifPresent(field -> put(sample, field, rounded(random.nextDouble(0, 2))));
    return sample;
  }

  /** The values of a feature's fields. */
  private final class Values implements FeatureVisitor<Map<String, Object>> {
    @Override
    public Map<String, Object> array(FeatureSettings.Array feature) {
      List<Double> numbers =
          random.doubles(feature.size()).mapToObj(SyntheticSamples::rounded).toList();
      return Map.of(feature.field(), numbers);
    }

    @Override
    public Map<String, Object> bins(Bins feature) {
      return Map.of(feature.field(), number());
    }

    @Override
    public Map<String, Object> bool(FeatureSettings.Boolean feature) {
      return Map.of(feature.field(), random.nextBoolean());
    }

    @Override
    public Map<String, Object> categorical(HashedFeature.Categorical feature) {
      return Map.of(feature.field(), "c" + random.nextInt(categories(feature)));
    }

    @Override
    public Map<String, Object> cross(HashedFeature.Cross feature) {
      Map<String, Object> values = new LinkedHashMap<>();
      crossed(feature).forEach(field -> values.put(field, "c" + random.nextInt(CROSSED)));
      return values;
    }

    @Override
    public Map<String, Object> slope(Slope feature) {
      Map<String, Object> values = new LinkedHashMap<>();
      crossed(feature).forEach(field -> values.put(field, "c" + random.nextInt(CROSSED)));
      values.put(feature.slope(), number());
      return values;
    }

    @Override
    public Map<String, Object> map(HashedFeature.Map feature) {
      Map<String, Object> words = new LinkedHashMap<>();
      for (int i = 0; i < WORDS; i++) {
        words.put("w" + random.nextInt(buckets(feature)), rounded(random.nextDouble(0, 2)));
      }
      return Map.of(feature.field(), words);
    }

    @Override
    public Map<String, Object> numeric(FeatureSettings.Numeric feature) {
      return Map.of(feature.field(), number());
    }

    private double number() {
      return rounded(random.nextDouble(-1, 1));
    }

    @Override
    public Map<String, Object> product(Product feature) {
      Map<String, Object> values = new LinkedHashMap<>();
      feature.product().forEach(field -> values.put(field, number()));
      return values;
    }

    @Override
    public Map<String, Object> tags(HashedFeature.Tags feature) {
      List<String> tags =
          IntStream.range(0, WORDS).mapToObj(i -> "c" + random.nextInt(buckets(feature))).toList();
      return Map.of(feature.field(), tags);
    }

    @Override
    public Map<String, Object> text(Text feature) {
      return Map.of(
          feature.field(),
          IntStream.range(0, WORDS)
              .mapToObj(i -> "w" + random.nextInt(buckets(feature)))
              .collect(Collectors.joining(" ")));
    }

    @Override
    public Map<String, Object> timestamp(FeatureSettings.Timestamp feature) {
      return Map.of(feature.field(), moment(feature, random.nextLong(YEARS)));
    }
  }

  private static Object moment(FeatureSettings.Timestamp time, long second) {
    if (time.format().isPresent()) {
      return DateTimeFormatter.ofPattern(time.format().get(), Locale.ENGLISH)
          .format(Instant.ofEpochSecond(second).atZone(ZoneOffset.UTC));
    }
    return switch (time.unit()) {
      case DAYS -> second / 86_400;
      case SECONDS -> second;
      case MILLIS -> 1_000 * second;
      case MICROS -> 1_000_000 * second;
      case NANOS -> 1_000_000_000 * second;
    };
  }

  /** Of a vocabulary more than it has room for. */
  private int categories(HashedFeature.Categorical feature) {
    return feature.vocabulary().map(own -> 2 * own.size()).orElseGet(() -> buckets(feature));
  }

  private int buckets(HashedFeature feature) {
    return feature.buckets().orElse(schema.buckets());
  }

  /** The fields that only a cross looks at. */
  private List<String> crossed(FeatureSettings cross) {
    List<String> fields = new ArrayList<>(schema.fields(cross));
    schema.features().forEach(feature -> fields.removeIf(feature.field()::equals));
    return fields;
  }

  private Object label(LabelSettings label) {
    return switch (label.type()) {
      case NUMERIC -> rounded(random.nextDouble(-1, 1));
      case BINARY -> binary(label, random.nextInt(2));
      case CLASS -> classOf(label, random.nextInt(label.classes().count()));
    };
  }

  private static Object binary(LabelSettings label, int yes) {
    if (!label.words().isEmpty()) {
      return label.words().get(yes);
    }
    return label.positive().<Object>map(word -> yes == 1 ? word : "not " + word).orElse(yes);
  }

  private static Object classOf(LabelSettings label, int index) {
    return label.classes().names().isEmpty() ? (Object) index : label.className(index);
  }

  private static double rounded(double value) {
    return Math.round(value * DIGITS) / DIGITS;
  }

  /** Puts a value where a path leads, making the objects on the way. */
  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> object, String path, Object value) {
    List<String> names = FieldPath.parse(path).names();
    Map<String, Object> at = object;
    for (String name : names.subList(0, names.size() - 1)) {
      at = (Map<String, Object>) at.computeIfAbsent(name, key -> new LinkedHashMap<>());
    }
    at.put(names.get(names.size() - 1), value);
  }
}
