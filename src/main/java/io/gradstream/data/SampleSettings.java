package io.gradstream.data;

import io.gradstream.data.text.NumberNotation;
import io.gradstream.settings.Bounds;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The schema of a sample: which fields of a record are features, in the order of their columns, and
 * which is the label.
 *
 * <p>Columns have one numbering: first those of the features, in their order, behind them the
 * {@code buckets} that hashed features without buckets of their own share. Sparse features name the
 * few of their columns that are not zero; the others' are dense.
 *
 * @param features at least one
 * @param label what is learned
 * @param weight the path of a number that says how much a sample counts in the loss, at least 0; 1
 *     without
 * @param buckets how many columns are shared by the hashed features that have none of their own; at
 *     least 1, and 2^18 unless set
 * @param numbers which text a number has that names a category; {@code canonical} unless said, or
 *     what it was when a model was made that is gone on with
 * @param quadratic which pairs of features become features too; always empty, as they are among the
 *     features then
 */
public record SampleSettings(
    List<FeatureSettings> features,
    LabelSettings label,
    Optional<String> weight,
    int buckets,
    Optional<NumberNotation> numbers,
    Optional<Quadratic> quadratic) {
  /** As many shared columns as Vowpal Wabbit has. */
  static final int DEFAULT_BUCKETS = 1 << 18;

  /** Checks that no two uses of a field are at odds and that columns can be numbered. */
  public SampleSettings {
    features = List.copyOf(features);
    if (features.isEmpty()) {
      throw new IllegalArgumentException("features must name at least one field: []");
    }
    if (quadratic.isPresent()) {
      features = List.copyOf(quadratic.get().with(features));
      quadratic = Optional.empty();
    }
    Bounds.atLeastOne("buckets", buckets);
    FieldUse.require(features, label, weight);
    requireAddressable(features, buckets);
  }

  /**
   * Checks that a field can say which of many models a sample is for; it may be a feature too.
   *
   * @throws IllegalArgumentException if it is used for something else
   */
  public void requireKey(String field) {
    FieldUse.requireKey(field, this);
  }

  /** A sample that counts once; features share 2^18 columns where they have none of their own. */
  public SampleSettings(List<FeatureSettings> features, LabelSettings label) {
    this(features, label, Optional.empty(), DEFAULT_BUCKETS, Optional.empty(), Optional.empty());
  }

  /** A sample with a weight of its own, and so many shared columns. */
  public static SampleSettings of(
      List<FeatureSettings> features, LabelSettings label, Optional<String> weight, int buckets) {
    return new SampleSettings(features, label, weight, buckets, Optional.empty(), Optional.empty());
  }

  /**
   * The schema that a version describes.
   *
   * @param sample what {@link io.gradstream.data.scale.FeatureScaler#describe} gave
   * @throws IllegalArgumentException if it is no such description
   */
  public static SampleSettings described(Map<String, Object> sample) {
    return new SampleDescription(sample).settings();
  }

  /** The same schema with numbers that name categories in this notation. */
  public SampleSettings withNumbers(NumberNotation notation) {
    return new SampleSettings(
        features, label, weight, buckets, Optional.of(notation), Optional.empty());
  }

  /** Which text a number has that names a category. */
  public NumberNotation notation() {
    return numbers.orElse(NumberNotation.CANONICAL);
  }

  /** The number of logical columns: the features' own and the shared ones. */
  public int width() {
    return columns().width();
  }

  /** The logical columns that are dense, ascending; all of them where no feature is sparse. */
  public int[] denseColumns() {
    return columns().dense();
  }

  /** Whether any feature is sparse. */
  public boolean isSparse() {
    return features.stream().anyMatch(FeatureSettings::isSparse);
  }

  /** The categories that have a vector in a table each, in the features' order. */
  public List<HashedFeature.Categorical> embeddings() {
    return features.stream().flatMap(feature -> feature.embedded().stream()).toList();
  }

  /** The paths of the fields that a feature is read from. */
  public List<String> fields(FeatureSettings feature) {
    return feature.combined().isEmpty()
        ? List.of(feature.field())
        : feature.combined().stream().map(name -> CrossPart.of(name, features).field()).toList();
  }

  /** The one numbering of its columns. */
  public SampleColumns columns() {
    return new SampleColumns(this);
  }

  /** How many columns are shared: none where no feature shares any. */
  public int sharedBuckets() {
    return sharedBuckets(features, buckets);
  }

  private static int sharedBuckets(List<FeatureSettings> features, int buckets) {
    return features.stream().anyMatch(FeatureSettings::sharesColumns) ? buckets : 0;
  }

  private static void requireAddressable(List<FeatureSettings> features, int buckets) {
    long width =
        features.stream().mapToLong(SampleColumns::own).sum() + sharedBuckets(features, buckets);
    if (width > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "features must have at most " + Integer.MAX_VALUE + " columns together: " + width);
    }
  }
}
