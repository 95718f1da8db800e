package io.gradstream.data;

import io.gradstream.data.time.TimePart;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a cross names: a field, or a part of a timestamp.
 *
 * @param field the path of the field to read
 * @param time which part of it counts, where the field is a timestamp's
 */
public record CrossPart(String field, Optional<TimePart> time) {
  /** What {@code name} stands for among a schema's features. */
  public static CrossPart of(String name, List<FeatureSettings> features) {
    return features.stream()
        .filter(feature -> feature.type() == FeatureSettings.Type.TIMESTAMP)
        .flatMap(
            moment ->
                Arrays.stream(TimePart.values())
                    .filter(part -> name.equals(moment.field() + "." + part.word()))
                    .map(part -> new CrossPart(moment.field(), Optional.of(part))))
        .findFirst()
        .orElse(new CrossPart(name, Optional.empty()));
  }
}
