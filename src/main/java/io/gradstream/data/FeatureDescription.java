package io.gradstream.data;

import io.gradstream.data.text.CategoryHash;
import io.gradstream.data.text.TextAnalyzer;
import io.gradstream.data.time.TimeEncoding;
import io.gradstream.data.time.TimePart;
import io.gradstream.data.time.TimeUnit;
import io.gradstream.settings.SettingsText;
import java.util.Optional;

/** Reads a feature of a published version. */
record FeatureDescription(Description feature) {
  /** The settings that were described. */
  FeatureSettings settings() {
    String type = feature.value("type", String.class);
    String field = feature.value("field", String.class);
    Missing missing = missing();
    return switch (type) {
      case "array" -> new FeatureSettings.Array(field, feature.integer("size"), scale(), missing);
      case "bins" ->
          new Bins(
              field,
              feature.integer("bins"),
              feature.constant(BinEncoding.class, "encoding"),
              missing);
      case "boolean" -> new FeatureSettings.Boolean(field, missing);
      case "categorical" ->
          new HashedFeature.Categorical(field, buckets(), embedding(), vocabulary(), missing);
      case "cross" -> new HashedFeature.Cross(feature.texts("cross"), buckets(), missing);
      case "product" -> new Product(feature.texts("product"), scale(), missing);
      case "slope" ->
          new Slope(
              feature.value("slope", String.class),
              feature.texts("per"),
              feature.value("mean", Number.class).doubleValue(),
              feature.value("deviation", Number.class).doubleValue(),
              feature
                  .optional("clip")
                  .map(clip -> feature.value("clip", Number.class).doubleValue()),
              buckets(),
              missing);
      case "square" -> new Square(feature.value("square", String.class), scale(), missing);
      case "text" ->
          new Text(
              field,
              feature.constant(TextAnalyzer.class, "analyzer"),
              feature.integers("ngrams"),
              buckets(),
              missing);
      case "tags" ->
          new HashedFeature.Tags(
              field, buckets(), feature.optional("separator").map(String::valueOf), missing);
      case "map" -> new HashedFeature.Map(field, buckets(), missing);
      case "numeric" -> new FeatureSettings.Numeric(field, scale(), missing);
      case "timestamp" -> timestamp(field, missing);
      default -> throw unknown("type", type);
    };
  }

  private FeatureSettings timestamp(String field, Missing missing) {
    return new FeatureSettings.Timestamp(
        field,
        feature.texts("parts").stream()
            .map(part -> SettingsText.constant("parts", TimePart.class, part))
            .toList(),
        feature.constant(TimeEncoding.class, "encoding"),
        feature.constant(TimeUnit.class, "unit"),
        feature.value("zone", String.class),
        feature.optional("format").map(String::valueOf),
        missing);
  }

  /** Its own buckets, by the hash that is known here. */
  private Optional<Integer> buckets() {
    String hash = feature.value("hash", String.class);
    return switch (hash) {
      case CategoryHash.OWN -> Optional.of(feature.integer("buckets"));
      case CategoryHash.SHARED, CategoryHash.WHOLE -> Optional.empty();
      default -> throw unknown("hash", hash);
    };
  }

  private Optional<Integer> embedding() {
    return feature.optional("embedding").map(size -> feature.integer("embedding"));
  }

  private Optional<VocabularySettings> vocabulary() {
    return feature
        .optional("vocabulary")
        .map(Description::of)
        .map(
            own ->
                new VocabularySettings(
                    own.integer("size"),
                    own.integer("admitAfter"),
                    own.value("expireAfter", Number.class).longValue()));
  }

  private Missing missing() {
    return feature.constant(Missing.class, "missing");
  }

  private Scale scale() {
    int size = feature.has("size") ? feature.integer("size") : 1;
    return new ScaleDescription(feature, size).scale();
  }

  private static IllegalArgumentException unknown(String key, String word) {
    return new IllegalArgumentException(key + " must be one that is known here: " + word);
  }
}
