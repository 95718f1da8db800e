package io.gradstream.data;

import io.gradstream.data.time.TimePart;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
        .flatMap(feature -> parts(feature, name))
        .findFirst()
        .orElse(new CrossPart(name, Optional.empty(), false));
  }

  /** What it stands for as a part of this feature, if it is one. */
  private static Stream<CrossPart> parts(FeatureSettings feature, String name) {
    String field = feature.field();
    return switch (feature.type()) {
      case TIMESTAMP ->
          Arrays.stream(TimePart.values())
              .filter(part -> name.equals(field + "." + part.word()))
              .map(part -> new CrossPart(field, Optional.of(part), false));
      case TAGS -> many(field, name.equals(field));
      case TEXT -> many(field, name.equals(field + TOKENS));
      default -> Stream.of();
    };
  }

  private static Stream<CrossPart> many(String field, boolean named) {
    return named ? Stream.of(new CrossPart(field, Optional.empty(), true)) : Stream.of();
  }

  /** Whether only a cross can name it: a number has no such part. */
  boolean isInsideField(String name) {
    return time.isPresent() || (many && !name.equals(field));
  }
}
