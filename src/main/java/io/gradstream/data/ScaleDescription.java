package io.gradstream.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads how a feature or a label of a published version is scaled.
 *
 * @param described that feature or label
 * @param columns how many columns it has
 */
record ScaleDescription(Description described, int columns) {
  /** The scale that was described; fixed if its figures were. */
  Scale scale() {
    return switch (described.constant(Scale.Kind.class, "scale")) {
      case NONE -> Scale.none();
      case STANDARD ->
          new Scale.Standard(
              fixed("mean"),
              fixed("variance").map(each -> each.stream().map(Math::sqrt).toList()),
              clip());
      case MINMAX -> new Scale.Minmax(fixed("min"), fixed("max"), clip());
      case ROBUST -> new Scale.Robust(fixed("median"), fixed("range"), clip());
    };
  }

  private Optional<Double> clip() {
    return described
        .optional("clip")
        .map(most -> described.value("clip", Number.class).doubleValue());
  }

  /** A figure that the settings had fixed. */
  private Optional<List<Double>> fixed(String figure) {
    if (!described.optional("fixed").equals(Optional.of(true))) {
      return Optional.empty();
    }
    return Optional.of(Arrays.stream(described.numbers(figure, columns)).boxed().toList());
  }
}
