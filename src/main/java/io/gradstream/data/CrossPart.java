package io.gradstream.data;

import io.gradstream.data.time.TimePart;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a cross names: a field, a part of a timestamp, each of a field's tags, or each run of words
 * or characters that a text is learned by.
 *
 * @param field the path of the field to read
 * @param time which part of it counts, where the field is a timestamp's
 * @param many whether it stands for as many categories as the field's feature has in a sample
 */
public record CrossPart(String field, Optional<TimePart> time, boolean many) {
  private static final String TOKENS = ".tokens";

  /** What {@code name} stands for among a schema's features. */
  public static CrossPart of(String name, List<FeatureSettings> features) {
    return features.stream()
        .flatMap(feature -> Optional.ofNullable(offered(feature).get(name)).stream())
        .findFirst()
        .orElse(new CrossPart(name, Optional.empty(), false));
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
      case TAGS -> Map.of(field, new CrossPart(field, Optional.empty(), true));
      case TEXT -> Map.of(field + TOKENS, new CrossPart(field, Optional.empty(), true));
      default -> Map.of();
    };
  }

  private static Map<String, CrossPart> moments(String field) {
    Map<String, CrossPart> moments = new LinkedHashMap<>();
    for (TimePart part : TimePart.values()) {
      moments.put(field + "." + part.word(), new CrossPart(field, Optional.of(part), false));
    }
    return moments;
  }

  /** Whether only a cross can name it: a number has no such part. */
  boolean isInsideField(String name) {
    return time.isPresent() || (many && !name.equals(field));
  }
}
