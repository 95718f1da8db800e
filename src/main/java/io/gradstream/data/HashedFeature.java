package io.gradstream.data;

import io.gradstream.data.text.CategoryHash;
import io.gradstream.settings.Bounds;
import java.util.List;
import java.util.Optional;

/**
 * A feature whose columns are chosen by {@link CategoryHash}: in buckets of its own, or in those
 * that {@link SampleSettings#buckets} says features share. It is sparse, unless it is a category
 * with a vector in a table: that has no columns.
 */
public sealed interface HashedFeature extends FeatureSettings
    permits HashedFeature.Categorical,
        HashedFeature.Cross,
        HashedFeature.Map,
        HashedFeature.Tags,
        Slope,
        Text {
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

  /**
   * A word, number or boolean taken as the name of a category: one-hot, its column chosen by its
   * hash, or a vector from a table.
   *
   * @param field the field's path
   * @param buckets how many columns the categories have of their own, or rows of the table; at
   *     least 1, and the shared ones without it
   * @param embedding how long a vector each bucket, or category of the vocabulary, has in a table
   *     that is learned, instead of a column; at least 1
   * @param vocabulary which categories have a row of the table to themselves, instead of buckets
   * @param missing what becomes of a sample without the field; a dead letter unless set, and no
   *     mean
   */
  record Categorical(
      String field,
      Optional<Integer> buckets,
      Optional<Integer> embedding,
      Optional<VocabularySettings> vocabulary,
      Missing missing)
      implements HashedFeature {
    /** Checks the path, the buckets, the vocabulary and the policy. */
    public Categorical {
      FieldPath.parse(field);
      requireSparse("a categorical", buckets, missing);
      embedding.ifPresent(size -> Bounds.atLeastOne("embedding", size));
      requireRows(buckets, embedding, vocabulary);
    }

    private static void requireRows(
        Optional<Integer> buckets,
        Optional<Integer> embedding,
        Optional<VocabularySettings> vocabulary) {
      if (vocabulary.isPresent() && embedding.isEmpty()) {
        throw new IllegalArgumentException(
            "vocabulary needs an embedding, how long a vector each category has: not set");
      }
      if (vocabulary.isPresent() && buckets.isPresent()) {
        throw new IllegalArgumentException(
            "buckets and vocabulary exclude each other, leave one out: buckets "
                + buckets.get()
                + ", vocabulary.size "
                + vocabulary.get().size());
      }
      if (embedding.isPresent() && buckets.isEmpty() && vocabulary.isEmpty()) {
        throw new IllegalArgumentException(
            "buckets or vocabulary must be set where embedding is: rows of the table");
      }
    }

    /** A category in the columns that are shared, which must be there. */
    public Categorical(String field) {
      this(field, Optional.empty(), Optional.empty(), Optional.empty(), Missing.DEAD_LETTER);
    }

    /** A category in so many columns of its own, which must be there. */
    public static Categorical of(String field, int buckets) {
      return new Categorical(
          field, Optional.of(buckets), Optional.empty(), Optional.empty(), Missing.DEAD_LETTER);
    }

    /** A category with a vector in a table of so many buckets. */
    public static Categorical embedded(String field, int buckets, int size, Missing missing) {
      return new Categorical(
          field, Optional.of(buckets), Optional.of(size), Optional.empty(), missing);
    }

    /** A category with a vector in a table of those that a vocabulary holds. */
    public static Categorical embedded(
        String field, VocabularySettings vocabulary, int size, Missing missing) {
      return new Categorical(
          field, Optional.empty(), Optional.of(size), Optional.of(vocabulary), missing);
    }

    @Override
    public Type type() {
      return Type.CATEGORICAL;
    }

    @Override
    public <R> R accept(FeatureVisitor<R> visitor) {
      return visitor.categorical(this);
    }

    @Override
    public Optional<Categorical> embedded() {
      return embedding.map(size -> this);
    }

    @Override
    public int columns() {
      return embedding.isPresent() ? 0 : HashedFeature.super.columns();
    }

    @Override
    public boolean isSparse() {
      return embedding.isEmpty();
    }

    @Override
    public boolean sharesColumns() {
      return vocabulary.isEmpty() && HashedFeature.super.sharesColumns();
    }

    @Override
    public boolean namesCategories() {
      return true;
    }

    /**
     * The name of the table of vectors.
     *
     * @throws java.util.NoSuchElementException if it has none
     */
    public String table() {
      return embedding.map(size -> "embeddings." + field + ".weight").orElseThrow();
    }

    /**
     * The name of the tensor that says which category each row of the table has, where there is a
     * vocabulary.
     */
    public String rowCategories() {
      return "embeddings." + field + ".categories";
    }

    @Override
    public boolean hasIndicator() {
      return embedding.isEmpty() && HashedFeature.super.hasIndicator();
    }

    @Override
    public void describe(java.util.Map<String, Object> into) {
      vocabulary.ifPresentOrElse(own -> own.describe(into), () -> describeHash(into));
      embedding.ifPresent(
          size -> {
            into.put("embedding", size);
            into.put("table", table());
          });
      vocabulary.ifPresent(own -> into.put("categories", rowCategories()));
    }
  }

  /**
   * The combination of several fields taken as one category: that of their texts, joined by the
   * character U+001F. Where a part has several texts, each combination is a category of the sample.
   *
   * @param cross the fields' paths; {@code time.hour} is a part of the timestamp {@code time},
   *     {@code title.tokens} each run of words or characters of the text {@code title}, and the
   *     path of tags each of these
   * @param buckets how many columns the combinations have of their own, at least 1; the shared ones
   *     without it
   * @param missing what becomes of a sample without one of the fields; a dead letter unless set,
   *     and no mean
   */
  record Cross(List<String> cross, Optional<Integer> buckets, Missing missing)
      implements HashedFeature {
    /** What joins the texts. */
    public static final byte SEPARATOR = 0x1F;

    /** Checks the paths, the buckets and the policy. */
    public Cross {
      cross = List.copyOf(cross);
      if (cross.isEmpty()) {
        throw new IllegalArgumentException("cross must name at least one field: []");
      }
      cross.forEach(FieldPath::parse);
      requireSparse("a cross", buckets, missing);
    }

    /** A combination in the columns that are shared, of fields that must be there. */
    public Cross(List<String> cross) {
      this(cross, Optional.empty(), Missing.DEAD_LETTER);
    }

    @Override
    public Type type() {
      return Type.CROSS;
    }

    @Override
    public <R> R accept(FeatureVisitor<R> visitor) {
      return visitor.cross(this);
    }

    @Override
    public String field() {
      return String.join("*", cross);
    }

    @Override
    public List<String> combined() {
      return cross;
    }

    @Override
    public boolean namesCategories() {
      return true;
    }

    @Override
    public void describe(java.util.Map<String, Object> into) {
      into.put("cross", cross);
      into.put("separator", Character.toString(SEPARATOR));
      describeHash(into);
    }
  }

  /**
   * An object of numbers by name, {@code {"word": 1.5}}: the column of each is chosen by the hash
   * of its name, its value is the number.
   *
   * @param field the object's path
   * @param buckets how many columns the names have of their own, at least 1; the shared ones
   *     without it
   * @param missing what becomes of a sample without the object; a dead letter unless set, and no
   *     mean
   */
  record Map(String field, Optional<Integer> buckets, Missing missing) implements HashedFeature {
    /** Checks the path, the buckets and the policy. */
    public Map {
      FieldPath.parse(field);
      requireSparse("a map", buckets, missing);
    }

    /** A map in the columns that are shared, which must be there. */
    public Map(String field) {
      this(field, Optional.empty(), Missing.DEAD_LETTER);
    }

    @Override
    public Type type() {
      return Type.MAP;
    }

    @Override
    public <R> R accept(FeatureVisitor<R> visitor) {
      return visitor.map(this);
    }

    @Override
    public boolean isManyValued() {
      return true;
    }

    @Override
    public void describe(java.util.Map<String, Object> into) {
      describeHash(into);
    }
  }

  /**
   * A list of words, numbers or booleans taken as the names of categories, {@code ["new", "red"]}:
   * one-hot for each. A value that is no list is the one category there is.
   *
   * @param field the list's path
   * @param buckets how many columns the categories have of their own, at least 1; the shared ones
   *     without it
   * @param separator what stands between the categories where they are one text, such as {@code |};
   *     not empty, and a text is one category without it
   * @param missing what becomes of a sample without the list; a dead letter unless set, and no mean
   */
  record Tags(String field, Optional<Integer> buckets, Optional<String> separator, Missing missing)
      implements HashedFeature {
    /** Checks the path, the buckets, the separator and the policy. */
    public Tags {
      FieldPath.parse(field);
      requireSparse("tags", buckets, missing);
      if (separator.equals(Optional.of(""))) {
        throw new IllegalArgumentException("separator must be a text such as | : \"\"");
      }
    }

    /** Tags in the columns that are shared, which must be there. */
    public Tags(String field) {
      this(field, Optional.empty(), Optional.empty(), Missing.DEAD_LETTER);
    }

    @Override
    public Type type() {
      return Type.TAGS;
    }

    @Override
    public <R> R accept(FeatureVisitor<R> visitor) {
      return visitor.tags(this);
    }

    @Override
    public boolean isManyValued() {
      return true;
    }

    @Override
    public boolean namesCategories() {
      return true;
    }

    @Override
    public void describe(java.util.Map<String, Object> into) {
      separator.ifPresent(between -> into.put("separator", between));
      describeHash(into);
    }
  }

  private static void requireSparse(String what, Optional<Integer> buckets, Missing missing) {
    buckets.ifPresent(own -> Bounds.atLeastOne("buckets", own));
    missing.requireNotMean(what);
  }
}
