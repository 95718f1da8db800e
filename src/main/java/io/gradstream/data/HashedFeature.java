package io.gradstream.data;

import java.util.Optional;

/**
 * A sparse feature whose columns are chosen by {@link CategoryHash}: in buckets of its own, or in
 * those that {@link SampleSettings#buckets} says features share.
 */
public sealed interface HashedFeature extends FeatureSettings
    permits FeatureSettings.Categorical, FeatureSettings.Cross, FeatureSettings.Map {
  /** How many columns it has of its own, if it does not share any. */
  Optional<Integer> buckets();

  @Override
  default int columns() {
    return buckets().orElse(0);
  }

  @Override
  default boolean isSparse() {
    return true;
  }

  @Override
  default boolean sharesColumns() {
    return buckets().isEmpty();
  }

  /** Which of so many columns a text has. */
  default CategoryHash hash(int columns) {
    return sharesColumns() ? CategoryHash.shared(field(), columns) : CategoryHash.own(columns);
  }

  /** Puts what a consumer needs to find the columns. */
  default void describeHash(java.util.Map<String, Object> into) {
    buckets().ifPresent(own -> into.put("buckets", own));
    into.put("hash", sharesColumns() ? CategoryHash.SHARED : CategoryHash.OWN);
    if (sharesColumns()) {
      into.put("seed", hash(1).seed());
    }
  }
}
