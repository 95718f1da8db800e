package io.gradstream.data;

import io.gradstream.settings.SettingsText;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code sample} object of a published version, as any wire format gives it back. */
public final class SampleDescription {
  /** Says how numbers name categories; before it did, they did as they are written. */
  public static final String NUMBERS = "numbers";

  private SampleDescription() {}

  /** The settings that were described. */
  public static SampleSettings sample(Map<String, Object> sample) {
    return new SampleSettings(
        features(sample).stream().map(SampleDescription::feature).toList(),
        label(object(value(sample, "label", Map.class))),
        optional(sample, "weight").map(field -> value(sample, "weight", String.class)),
        sample.containsKey("buckets") ? integer(sample, "buckets") : SampleSettings.DEFAULT_BUCKETS,
        numbers(features(sample)));
  }

  /** The notation of versions that do not tell one: they were published before there were two. */
  private static Optional<NumberNotation> numbers(List<Map<String, Object>> features) {
    boolean asWritten =
        features.stream()
            .filter(described -> feature(described).namesCategories())
            .anyMatch(described -> !described.containsKey(NUMBERS));
    return asWritten ? Optional.of(NumberNotation.AS_WRITTEN) : Optional.empty();
  }

  /** The described features, in the order of their columns. */
  public static List<Map<String, Object>> features(Map<String, Object> sample) {
    List<?> features = value(sample, "features", List.class);
    return features.stream().map(SampleDescription::object).toList();
  }

  private static FeatureSettings feature(Map<String, Object> feature) {
    String type = value(feature, "type", String.class);
    if (type.equals("cross")) {
      return new HashedFeature.Cross(texts(feature, "cross"), buckets(feature), missing(feature));
    }
    String field = value(feature, "field", String.class);
    Missing missing = missing(feature);
    return switch (type) {
      case "array" ->
          new FeatureSettings.Array(field, integer(feature, "size"), scale(feature), missing);
      case "boolean" -> new FeatureSettings.Boolean(field, missing);
      case "categorical" ->
          new HashedFeature.Categorical(
              field, buckets(feature), embedding(feature), vocabulary(feature), missing);
      case "tags" ->
          new HashedFeature.Tags(
              field,
              buckets(feature),
              optional(feature, "separator").map(String::valueOf),
              missing);
      case "map" -> new HashedFeature.Map(field, buckets(feature), missing);
      case "numeric" -> new FeatureSettings.Numeric(field, scale(feature), missing);
      case "timestamp" -> timestamp(field, feature, missing);
      default -> throw unknown("type", type);
    };
  }

  private static FeatureSettings timestamp(
      String field, Map<String, Object> feature, Missing missing) {
    return new FeatureSettings.Timestamp(
        field,
        texts(feature, "parts").stream()
            .map(part -> SettingsText.constant("parts", TimePart.class, part))
            .toList(),
        constant(TimeEncoding.class, feature, "encoding"),
        constant(TimeUnit.class, feature, "unit"),
        value(feature, "zone", String.class),
        optional(feature, "format").map(String::valueOf),
        missing);
  }

  /** Its own buckets, by the hash that is known here. */
  private static Optional<Integer> buckets(Map<String, Object> feature) {
    String hash = value(feature, "hash", String.class);
    return switch (hash) {
      case CategoryHash.OWN -> Optional.of(integer(feature, "buckets"));
      case CategoryHash.SHARED, CategoryHash.WHOLE -> Optional.empty();
      default -> throw unknown("hash", hash);
    };
  }

  private static Optional<Integer> embedding(Map<String, Object> feature) {
    return optional(feature, "embedding").map(size -> integer(feature, "embedding"));
  }

  private static Optional<VocabularySettings> vocabulary(Map<String, Object> feature) {
    return optional(feature, "vocabulary")
        .map(SampleDescription::object)
        .map(
            own ->
                new VocabularySettings(
                    integer(own, "size"),
                    integer(own, "admitAfter"),
                    value(own, "expireAfter", Number.class).longValue()));
  }

  private static Missing missing(Map<String, Object> feature) {
    return constant(Missing.class, feature, "missing");
  }

  private static List<String> texts(Map<String, Object> described, String key) {
    List<?> texts = value(described, key, List.class);
    return texts.stream().map(String::valueOf).toList();
  }

  private static LabelSettings label(Map<String, Object> label) {
    String field = value(label, "field", String.class);
    LabelSettings.Type type = constant(LabelSettings.Type.class, label, "type");
    return new LabelSettings(
        field,
        type,
        type == LabelSettings.Type.CLASS ? classes(label) : LabelClasses.NONE,
        label.containsKey("values") ? texts(label, "values") : List.of(),
        optional(label, "positive").map(String::valueOf));
  }

  private static LabelClasses classes(Map<String, Object> label) {
    return label.get("classes") instanceof List<?>
        ? new LabelClasses(texts(label, "classes").size(), texts(label, "classes"))
        : LabelClasses.numbered(integer(label, "classes"));
  }

  private static Scale scale(Map<String, Object> feature) {
    boolean fixed = Boolean.TRUE.equals(feature.get("fixed"));
    return switch (constant(Scale.Kind.class, feature, "scale")) {
      case NONE -> Scale.none();
      case STANDARD ->
          fixed
              ? new Scale.Standard(
                  fixed(feature, "mean"),
                  fixed(feature, "variance").map(each -> each.stream().map(Math::sqrt).toList()))
              : Scale.standard();
      case MINMAX ->
          fixed ? new Scale.Minmax(fixed(feature, "min"), fixed(feature, "max")) : Scale.minmax();
      case ROBUST ->
          fixed
              ? new Scale.Robust(fixed(feature, "median"), fixed(feature, "range"))
              : Scale.robust();
    };
  }

  private static Optional<List<Double>> fixed(Map<String, Object> feature, String figure) {
    int size = feature.containsKey("size") ? integer(feature, "size") : 1;
    return Optional.of(Arrays.stream(numbers(feature, figure, size)).boxed().toList());
  }

  private static <E extends Enum<E>> E constant(
      Class<E> type, Map<String, Object> described, String key) {
    return SettingsText.constant(key, type, value(described, key, String.class));
  }

  private static IllegalArgumentException unknown(String key, String word) {
    return new IllegalArgumentException(key + " must be one that is known here: " + word);
  }

  private static Optional<Object> optional(Map<String, Object> described, String key) {
    return Optional.ofNullable(described.get(key));
  }

  private static int integer(Map<String, Object> described, String key) {
    return Math.toIntExact(value(described, key, Number.class).longValue());
  }

  /** Numbers as they are described: a list of {@code size}, or one number where size is 1. */
  public static Object figures(double[] values, int from, int size) {
    return size == 1
        ? (Object) values[from]
        : Arrays.stream(values, from, from + size).boxed().toList();
  }

  /** The value of {@code key}: a list of {@code size} numbers, or one number where size is 1. */
  public static double[] numbers(Map<String, Object> described, String key, int size) {
    Object value = described.get(key);
    List<?> values = value instanceof List<?> list ? list : Collections.singletonList(value);
    double[] numbers =
        values.stream()
            .filter(Number.class::isInstance)
            .mapToDouble(number -> ((Number) number).doubleValue())
            .toArray();
    if (numbers.length != size || values.size() != size) {
      throw new IllegalArgumentException(key + " must be " + size + " numbers: " + value);
    }
    return numbers;
  }

  /** The value of {@code key}, which must be there and of that type. */
  public static <T> T value(Map<String, Object> described, String key, Class<T> type) {
    return Optional.ofNullable(described.get(key))
        .filter(type::isInstance)
        .map(type::cast)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s must be a %s: %s"
                        .formatted(key, type.getSimpleName(), described.get(key))));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object value) {
    if (value instanceof Map<?, ?> object) {
      return (Map<String, Object>) object;
    }
    throw new IllegalArgumentException("features must be a list of objects: " + value);
  }
}
