package io.gradstream.data;

import io.gradstream.data.text.NumberNotation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the {@code sample} object of a published version.
 *
 * @param sample that object
 */
public record SampleDescription(Description sample) {
  /** Says how numbers name categories; before it did, they did as they are written. */
  public static final String NUMBERS = "numbers";

  /** Of the object's values by key, their numbers in any boxes. */
  public SampleDescription(Map<String, Object> sample) {
    this(new Description(sample));
  }

  /**
   * The settings that were described.
   *
   * @throws IllegalArgumentException if it is no such description, naming what is missing or wrong
   */
  public SampleSettings settings() {
    return new SampleSettings(
        features().stream().map(each -> new FeatureDescription(each).settings()).toList(),
        label(label()),
        sample.optional("weight").map(field -> sample.value("weight", String.class)),
        sample.has("buckets") ? sample.integer("buckets") : SampleSettings.DEFAULT_BUCKETS,
        numbers(),
        Optional.empty());
  }

  /** The notation of versions that do not tell one: they were published before there were two. */
  private Optional<NumberNotation> numbers() {
    boolean asWritten =
        features().stream()
            .filter(described -> new FeatureDescription(described).settings().namesCategories())
            .anyMatch(described -> !described.has(NUMBERS));
    return asWritten ? Optional.of(NumberNotation.AS_WRITTEN) : Optional.empty();
  }

  /**
   * The described features, in the order of their columns.
   *
   * @throws IllegalArgumentException if there is no list of objects
   */
  public List<Description> features() {
    List<?> features = sample.value("features", List.class);
    return features.stream().map(Description::of).toList();
  }

  /** The described label. */
  public Description label() {
    return Description.of(sample.value("label", Map.class));
  }

  private static LabelSettings label(Description label) {
    String field = label.value("field", String.class);
    LabelSettings.Type type = label.constant(LabelSettings.Type.class, "type");
    return new LabelSettings(
        field,
        type,
        type == LabelSettings.Type.CLASS ? classes(label) : LabelClasses.NONE,
        label.has("values") ? label.texts("values") : List.of(),
        label.optional("positive").map(String::valueOf),
        label.optional("scale").map(word -> new ScaleDescription(label, 1).scale()));
  }

  private static LabelClasses classes(Description label) {
    return label.values().get("classes") instanceof List<?>
        ? new LabelClasses(label.texts("classes").size(), label.texts("classes"))
        : LabelClasses.numbered(label.integer("classes"));
  }
}
