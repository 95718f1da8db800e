package io.gradstream.data;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A field of a record and the columns it fills; the permitted records are the field types. */
public sealed interface FeatureSettings
    permits FeatureSettings.Array,
        FeatureSettings.Boolean,
        FeatureSettings.Numeric,
        FeatureSettings.Timestamp,
        HashedFeature {
  /** The field's path, such as {@code payload.distance}; the parts' joined by * for a cross. */
  String field();

  /** The word settings and published versions use: {@code numeric}. */
  default String type() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** How many columns its values have of their own. */
  int columns();

  /** What becomes of a sample without the field. */
  Missing missing();

  /** Whether it names the few of its columns that are not zero; the columns of others are dense. */
  default boolean isSparse() {
    return false;
  }

  /** Whether its entries go into the columns that hashed features share. */
  default boolean sharesColumns() {
    return false;
  }

  /** Whether a column behind those of its values says that the field is missing. */
  default boolean hasIndicator() {
    return missing() == Missing.INDICATOR;
  }

  /** How its columns are scaled. */
  default Scale scale() {
    return Scale.NONE;
  }

  /** Whether what is missing is filled in with the mean of its values. */
  default boolean fillsMean() {
    return false;
  }

  /** Puts what a consumer needs to encode the field as this does, statistics apart. */
  void describe(java.util.Map<String, Object> into);

  /**
   * Adds what reads the feature to the fields of a record.
   *
   * @param at the columns it fills
   */
  void addTo(RecordFields fields, FeatureColumns at);

  /**
   * An array of numbers of a fixed size, a column each.
   *
   * @param field the field's path
   * @param size how many numbers there must be
   * @param scale how each column is scaled
   * @param missing what becomes of a sample without the array
   */
  record Array(String field, int size, Scale scale, Missing missing) implements FeatureSettings {
    /** Checks the path and the size. */
    public Array {
      FieldPath.parse(field);
      requireAtLeastOne("size", size);
    }

    /** An array that is not scaled and must be there. */
    public Array(String field, int size) {
      this(field, size, Scale.NONE, Missing.DEAD_LETTER);
    }

    /** An array that must be there. */
    public static Array of(String field, int size, Scale scale) {
      return new Array(field, size, scale, Missing.DEAD_LETTER);
    }

    @Override
    public int columns() {
      return size;
    }

    @Override
    public boolean fillsMean() {
      return isFilled(missing);
    }

    @Override
    public void describe(java.util.Map<String, Object> into) {
      into.put("size", size);
      into.put("scale", scale.word());
    }

    @Override
    public void addTo(RecordFields fields, FeatureColumns at) {
      fields.add(this, at, new ArrayEncoder(field, size, at.dense()));
    }
  }

  /**
   * True or false: 1 or 0, one column.
   *
   * @param field the field's path
   * @param missing what becomes of a sample without the field
   */
  record Boolean(String field, Missing missing) implements FeatureSettings {
    /** Checks the path. */
    public Boolean {
      FieldPath.parse(field);
    }

    /** A field that must be there. */
    public Boolean(String field) {
      this(field, Missing.DEAD_LETTER);
    }

    @Override
    public int columns() {
      return 1;
    }

    @Override
    public boolean fillsMean() {
      return isFilled(missing);
    }

    @Override
    public void describe(java.util.Map<String, Object> into) {}

    @Override
    public void addTo(RecordFields fields, FeatureColumns at) {
      fields.add(this, at, new BinaryEncoder(field, at.dense()));
    }
  }

  /**
   * A word, number or boolean taken as the name of a category: one-hot, its column chosen by its
   * hash.
   *
   * @param field the field's path
   * @param buckets how many columns the categories have of their own, or rows of the table
   * @param embedding how long a vector each bucket, or category of the vocabulary, has in a table
   *     that is learned, instead of a column
   * @param vocabulary which categories have a row of the table to themselves, instead of buckets
   * @param missing what becomes of a sample without the field
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
      embedding.ifPresent(size -> requireAtLeastOne("embedding", size));
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

    /**
     * The name of the table of vectors.
     *
     * @throws java.util.NoSuchElementException if it has none
     */
    public String table() {
      return embedding.map(size -> "embeddings." + field + ".weight").orElseThrow();
    }

    /** The name of the tensor that says which category each row of the table has. */
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

    @Override
    public void addTo(RecordFields fields, FeatureColumns at) {
      if (embedding.isPresent()) {
        fields.addEmbedded(this);
      } else {
        fields.add(this, at, new CategoricalEncoder(field, hash(at.columns()), at.column()));
      }
    }
  }

  /**
   * The combination of several fields taken as one category: that of their texts, joined by the
   * character U+001F.
   *
   * @param cross the fields' paths; {@code time.hour} is a part of the timestamp {@code time}
   * @param buckets how many columns the combinations have of their own
   * @param missing what becomes of a sample without one of the fields
   */
  record Cross(List<String> cross, Optional<Integer> buckets, Missing missing)
      implements HashedFeature {
    /** What joins the texts. */
    static final byte SEPARATOR = 0x1F;

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
    public String field() {
      return String.join("*", cross);
    }

    /** The paths of the fields that are read for it among a schema's. */
    public List<String> fields(SampleSettings sample) {
      return cross.stream().map(name -> CrossPart.of(name, sample.features()).field()).toList();
    }

    @Override
    public void describe(java.util.Map<String, Object> into) {
      into.put("cross", cross);
      into.put("separator", Character.toString(SEPARATOR));
      describeHash(into);
    }

    @Override
    public void addTo(RecordFields fields, FeatureColumns at) {
      fields.addCross(this, at);
    }
  }

  /**
   * An object of numbers by name, {@code {"word": 1.5}}: the column of each is chosen by the hash
   * of its name, its value is the number.
   *
   * @param field the object's path
   * @param buckets how many columns the names have of their own
   * @param missing what becomes of a sample without the object
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
    public void describe(java.util.Map<String, Object> into) {
      describeHash(into);
    }

    @Override
    public void addTo(RecordFields fields, FeatureColumns at) {
      fields.add(this, at, new MapEncoder(field, hash(at.columns()), at.column()));
    }
  }

  /**
   * A number.
   *
   * @param field the field's path
   * @param scale how it is scaled
   * @param missing what becomes of a sample without the field
   */
  record Numeric(String field, Scale scale, Missing missing) implements FeatureSettings {
    /** Checks the path. */
    public Numeric {
      FieldPath.parse(field);
    }

    /** A number that is not scaled and must be there. */
    public Numeric(String field) {
      this(field, Scale.NONE, Missing.DEAD_LETTER);
    }

    /** A number that must be there. */
    public static Numeric of(String field, Scale scale) {
      return new Numeric(field, scale, Missing.DEAD_LETTER);
    }

    @Override
    public int columns() {
      return 1;
    }

    @Override
    public boolean fillsMean() {
      return isFilled(missing);
    }

    @Override
    public void describe(java.util.Map<String, Object> into) {
      into.put("scale", scale.word());
    }

    @Override
    public void addTo(RecordFields fields, FeatureColumns at) {
      fields.add(this, at, new NumericEncoder(field, at.dense()));
    }
  }

  /**
   * A moment, of which the hour, the weekday or the month counts. A text is ISO 8601, with or
   * without an offset; without one it is local time already. A number counts from 1970 on.
   *
   * @param field the field's path
   * @param parts what of it counts, in the order of the columns; may be empty where only a cross
   *     uses the moment
   * @param encoding whether a part is a column for each of its values or a point on a circle
   * @param unit what a number counts
   * @param zone where the parts are read off the clock: {@code UTC}, {@code Europe/Berlin}
   * @param missing what becomes of a sample without the field
   */
  record Timestamp(
      String field,
      List<TimePart> parts,
      TimeEncoding encoding,
      TimeUnit unit,
      String zone,
      Missing missing)
      implements FeatureSettings {
    /** Checks the path, the parts, the zone and the policy. */
    public Timestamp {
      FieldPath.parse(field);
      parts = List.copyOf(parts);
      if (parts.contains(TimePart.DATE) || EnumSet.copyOf(withHour(parts)).size() < parts.size()) {
        throw new IllegalArgumentException(
            "parts must be some of hour, weekday and month, each once; date is for a cross: "
                + parts.stream().map(TimePart::word).toList());
      }
      requireNoMean("a timestamp", missing);
      requireZone(zone);
    }

    /** Hour and weekday in UTC, a column for each value, of seconds, which must be there. */
    public Timestamp(String field) {
      this(
          field,
          List.of(TimePart.HOUR, TimePart.WEEKDAY),
          TimeEncoding.ONE_HOT,
          TimeUnit.SECONDS,
          "UTC",
          Missing.DEAD_LETTER);
    }

    private static List<TimePart> withHour(List<TimePart> parts) {
      return parts.isEmpty() ? List.of(TimePart.HOUR) : parts;
    }

    @Override
    public int columns() {
      return parts.stream().mapToInt(encoding::columns).sum();
    }

    @Override
    public boolean isSparse() {
      return encoding == TimeEncoding.ONE_HOT;
    }

    @Override
    public void describe(java.util.Map<String, Object> into) {
      into.put("parts", parts.stream().map(TimePart::word).toList());
      into.put("encoding", encoding.word());
      into.put("unit", unit.word());
      into.put("zone", zone);
    }

    @Override
    public void addTo(RecordFields fields, FeatureColumns at) {
      fields.addTimestamp(this, at);
    }
  }

  private static void requireSparse(String what, Optional<Integer> buckets, Missing missing) {
    buckets.ifPresent(own -> requireAtLeastOne("buckets", own));
    requireNoMean(what, missing);
  }

  private static void requireNoMean(String what, Missing missing) {
    if (missing == Missing.MEAN) {
      throw new IllegalArgumentException(
          "missing must be zero, indicator or dead-letter for " + what + ": mean");
    }
  }

  private static void requireZone(String zone) {
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "zone must be a time zone such as UTC or Europe/Berlin: " + zone, e);
    }
  }

  private static boolean isFilled(Missing missing) {
    return missing == Missing.MEAN || missing == Missing.INDICATOR;
  }

  private static void requireAtLeastOne(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be at least 1: " + value);
    }
  }
}
