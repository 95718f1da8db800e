package io.gradstream.data;

import io.gradstream.settings.Bounds;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A slope of a number for each category, or combination of categories: what a {@link
 * HashedFeature.Cross} has, with the number in its entries in place of 1, as {@code (x - mean) /
 * deviation}. What is 0 then has no entry.
 *
 * @param slope the number's path
 * @param per what has slopes of its own, named as a cross names it
 * @param mean what is taken from the number, any; 0 unless set. It does not run with the stream
 * @param deviation what the rest is divided by, above 0; 1 unless set
 * @param clip how far from 0 what is in an entry may be, more than 0; anything goes unless set
 * @param buckets how many columns the categories have of their own, at least 1; the shared ones
 *     without it
 * @param missing what becomes of a sample without one of the fields; a dead letter unless set, and
 *     no mean
 */
public record Slope(
    String slope,
    List<String> per,
    double mean,
    double deviation,
    Optional<Double> clip,
    Optional<Integer> buckets,
    Missing missing)
    implements HashedFeature {
  /** Checks the paths, the figures, the buckets and the policy. */
  public Slope {
    per = List.copyOf(per);
    FieldPath.parse(slope);
    if (per.isEmpty()) {
      throw new IllegalArgumentException("per must name at least one category: []");
    }
    if (per.contains(slope)) {
      throw new IllegalArgumentException(
          "per must name categories, not the number itself: " + slope);
    }
    per.forEach(FieldPath::parse);
    Bounds.finite("mean", mean);
    Bounds.positive("deviation", deviation);
    clip.ifPresent(most -> Bounds.positive("clip", most));
    buckets.ifPresent(own -> Bounds.atLeastOne("buckets", own));
    missing.requireNotMean("a slope");
  }

  /** Of the number as it is, in the columns that are shared, of fields that must be there. */
  public Slope(String slope, List<String> per) {
    this(slope, per, 0, 1, Optional.empty(), Optional.empty(), Missing.DEAD_LETTER);
  }

  @Override
  public String field() {
    return "slope(" + String.join(",", combined()) + ")";
  }

  @Override
  public Type type() {
    return Type.SLOPE;
  }

  @Override
  public <R> R accept(FeatureVisitor<R> visitor) {
    return visitor.slope(this);
  }

  /** The number, and behind it what has slopes. */
  @Override
  public List<String> combined() {
    return Stream.concat(Stream.of(slope), per.stream()).toList();
  }

  @Override
  public boolean namesCategories() {
    return true;
  }

  @Override
  public boolean namesCategory(String part) {
    return !part.equals(slope);
  }

  @Override
  public void describe(java.util.Map<String, Object> into) {
    into.put("slope", slope);
    into.put("per", per);
    into.put("mean", mean);
    into.put("deviation", deviation);
    clip.ifPresent(most -> into.put("clip", most));
    // Else consumers would take the mean of a key's model for one that runs.
    into.put("fixed", true);
    into.put("separator", Character.toString(Cross.SEPARATOR));
    describeHash(into);
  }
}
