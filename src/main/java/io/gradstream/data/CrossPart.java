package io.gradstream.data;

import io.gradstream.data.time.TimePart;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a cross names: a field, a part of a timestamp, each of a field's tags, each run of words or
 * characters that a text is learned by, or the bin of a number.
 *
 * @param field the path of the field to read
 * @param time which part of it counts, where the field is a timestamp's
 * @param many whether it stands for as many categories as the field's feature has in a sample
 * @param bins whose bin counts, where the field is binned
 */
public record CrossPart(String field, Optional<TimePart> time, boolean many, Optional<Bins> bins) {
  private static final String TOKENS = ".tokens";
  private static final String BIN = ".bin";

  private static CrossPart of(String field, boolean many) {
    return new CrossPart(field, Optional.empty(), many, Optional.empty());
  }

  /** What {@code name} stands for among a schema's features: the last that there is of such. */
  public static CrossPart of(String name, List<FeatureSettings> features) {
    return features.stream()
        .flatMap(feature -> Optional.ofNullable(offered(feature).get(name)).stream())
        .reduce((first, second) -> second)
        .orElse(of(name, false));
  }

  /** Whose bin {@code name} stands for among a schema's features, if it is that of one. */
  public static Optional<Bins> bins(String name, List<FeatureSettings> features) {
    return name.endsWith(BIN) ? of(name, features).bins() : Optional.empty();
  }

  /** The names by which a cross, and nothing else, can take what is inside a feature's field. */
  static List<String> namesInside(FeatureSettings feature) {
    return offered(feature).entrySet().stream()
        .filter(each -> each.getValue().isInsideField(each.getKey()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What a feature has for crosses, by the names they use. */
  private static Map<String, CrossPart> offered(FeatureSettings feature) {
    String field = feature.field();
    return switch (feature.type()) {
      case TIMESTAMP -> moments(field);
      case BINS ->
          Map.of(field + BIN, new CrossPart(field, Optional.empty(), false, feature.binned()));
      case TAGS -> Map.of(field, of(field, true));
      case TEXT -> Map.of(field + TOKENS, of(field, true));
      default -> Map.of();
    };
  }

  private static Map<String, CrossPart> moments(String field) {
    Map<String, CrossPart> moments = new LinkedHashMap<>();
    for (TimePart part : TimePart.values()) {
      moments.put(
          field + "." + part.word(),
          new CrossPart(field, Optional.of(part), false, Optional.empty()));
    }
    return moments;
  }

  /** Whether only a cross can name it: a number has no such part. */
  boolean isInsideField(String name) {
    return time.isPresent() || bins.isPresent() || (many && !name.equals(field));
  }
}
