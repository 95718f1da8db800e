package io.gradstream.data;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A field of a record and the columns it fills; the permitted records are the field types. */
public sealed interface FeatureSettings {
  /** The field's path: {@code payload.distance}. */
  String field();

  /** How many columns it has of its own. */
  int columns();

  /** Whether it names the few of its columns that are not zero; the columns of others are dense. */
  boolean isSparse();

  /** Whether its entries go into the columns that hashed features share. */
  default boolean sharesColumns() {
    return false;
  }

  /** How its columns are scaled. */
  Scale scale();

  /**
   * What reads the field into its columns. Each call gives one with scratch space of its own.
   *
   * @param at which columns those are
   */
  FieldEncoder encoder(FeatureColumns at);

  /** What a consumer needs to encode the field as this does, statistics apart, in reading order. */
  Map<String, Object> describe();

  /**
   * An array of numbers of a fixed size, a column each.
   *
   * @param field the field's path
   * @param size how many numbers there must be
   * @param scale how each column is scaled
   */
  record Array(String field, int size, Scale scale) implements FeatureSettings {
    /** Checks the path and the size. */
    public Array {
      FieldPath.parse(field);
      requireAtLeastOne("size", size);
    }

    /** An array that is not scaled. */
    public Array(String field, int size) {
      this(field, size, Scale.NONE);
    }

    @Override
    public int columns() {
      return size;
    }

    @Override
    public boolean isSparse() {
      return false;
    }

    @Override
    public FieldEncoder encoder(FeatureColumns at) {
      return new ArrayEncoder(field, size, at.dense());
    }

    @Override
    public Map<String, Object> describe() {
      return described(field, "array", "size", size, "scale", scale.word());
    }
  }

  /**
   * A number.
   *
   * @param field the field's path
   * @param scale how it is scaled
   */
  record Numeric(String field, Scale scale) implements FeatureSettings {
    /** Checks the path. */
    public Numeric {
      FieldPath.parse(field);
    }

    /** A number that is not scaled. */
    public Numeric(String field) {
      this(field, Scale.NONE);
    }

    @Override
    public int columns() {
      return 1;
    }

    @Override
    public boolean isSparse() {
      return false;
    }

    @Override
    public FieldEncoder encoder(FeatureColumns at) {
      return new NumericEncoder(field, at.dense());
    }

    @Override
    public Map<String, Object> describe() {
      return described(field, "numeric", "scale", scale.word());
    }
  }

  /**
   * A word, number or boolean taken as the name of a category: one-hot, its column chosen by {@link
   * CategoryHash}.
   *
   * @param field the field's path
   * @param buckets how many columns the categories have of their own; those that {@link
   *     SampleSettings#buckets} says are shared where it is left out
   */
  record Categorical(String field, Optional<Integer> buckets) implements FeatureSettings {
    /** Checks the path and the number of buckets. */
    public Categorical {
      FieldPath.parse(field);
      buckets.ifPresent(own -> requireAtLeastOne("buckets", own));
    }

    /** A category in the columns that are shared. */
    public Categorical(String field) {
      this(field, Optional.empty());
    }

    /** A category in so many columns of its own. */
    public static Categorical of(String field, int buckets) {
      return new Categorical(field, Optional.of(buckets));
    }

    @Override
    public int columns() {
      return buckets.orElse(0);
    }

    @Override
    public boolean isSparse() {
      return true;
    }

    @Override
    public boolean sharesColumns() {
      return buckets.isEmpty();
    }

    @Override
    public Scale scale() {
      return Scale.NONE;
    }

    @Override
    public FieldEncoder encoder(FeatureColumns at) {
      return new CategoricalEncoder(field, hash(at.columns()), at.column());
    }

    private CategoryHash hash(int columns) {
      return sharesColumns() ? CategoryHash.shared(field, columns) : CategoryHash.own(columns);
    }

    @Override
    public Map<String, Object> describe() {
      return buckets.isPresent()
          ? described(field, "categorical", "buckets", buckets.get(), "hash", CategoryHash.OWN)
          : described(field, "categorical", "hash", CategoryHash.SHARED, "seed", hash(1).seed());
    }
  }

  private static Map<String, Object> described(String field, String type, Object... more) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("field", field);
    description.put("type", type);
    for (int i = 0; i < more.length; i += 2) {
      description.put((String) more[i], more[i + 1]);
    }
    return description;
  }

  private static void requireAtLeastOne(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be at least 1: " + value);
    }
  }
}
