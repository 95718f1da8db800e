package io.gradstream.data;

import io.gradstream.data.time.DateFormat;
import io.gradstream.data.time.TimeEncoding;
import io.gradstream.data.time.TimePart;
import io.gradstream.data.time.TimeUnit;
import io.gradstream.settings.Bounds;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A field of a record and the columns it fills; the permitted records are the field types. */
public sealed interface FeatureSettings
    permits Bins,
        FeatureSettings.Array,
        FeatureSettings.Boolean,
        FeatureSettings.Numeric,
        FeatureSettings.Timestamp,
        HashedFeature,
        Product,
        Square {
  /** The types of features, in the words' order. */
  enum Type {
    /** {@link FeatureSettings.Array}. */
    ARRAY,
    /** {@link Bins}. */
    BINS,
    /** {@link FeatureSettings.Boolean}. */
    BOOLEAN,
    /** {@link HashedFeature.Categorical}. */
    CATEGORICAL,
    /** {@link HashedFeature.Cross}. */
    CROSS,
    /** {@link HashedFeature.Map}. */
    MAP,
    /** {@link FeatureSettings.Numeric}. */
    NUMERIC,
    /** {@link Product}. */
    PRODUCT,
    /** {@link Slope}. */
    SLOPE,
    /** {@link Square}. */
    SQUARE,
    /** {@link HashedFeature.Tags}. */
    TAGS,
    /** {@link Text}. */
    TEXT,
    /** {@link FeatureSettings.Timestamp}. */
    TIMESTAMP;

    /** The word settings and published versions use: {@code numeric}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The field's path, such as {@code payload.distance}. Of what combines fields it is a name: the
   * parts' joined by * for a cross, {@code product(a,b)}, {@code square(a)}, {@code slope(a,b)}.
   */
  String field();

  /** Which type it is. */
  Type type();

  /** What a visitor makes of it. */
  <R> R accept(FeatureVisitor<R> visitor);

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

  /** Whether a value stands for a category by its text. */
  default boolean namesCategories() {
    return false;
  }

  /** Whether one of what it combines stands for a category, and not for a number. */
  default boolean namesCategory(String part) {
    return namesCategories();
  }

  /** Whether its value is made of many, through which a reader can walk only once. */
  default boolean isManyValued() {
    return false;
  }

  /** The parts of its moment that are features; none of what is no timestamp. */
  default List<TimePart> parts() {
    return List.of();
  }

  /** The names of the fields it combines; none where it is read from one. */
  default List<String> combined() {
    return List.of();
  }

  /** The bins of a number, if its columns say into which it falls. */
  default Optional<Bins> binned() {
    return Optional.empty();
  }

  /** The category that has a vector in a table, if it is such. */
  default Optional<HashedFeature.Categorical> embedded() {
    return Optional.empty();
  }

  /** How its columns are scaled. */
  default Scale scale() {
    return Scale.none();
  }

  /** Whether what is missing is filled in with the mean of its values. */
  default boolean fillsMean() {
    return false;
  }

  /** Puts what a consumer needs to encode the field as this does, statistics apart. */
  void describe(java.util.Map<String, Object> into);

  /**
   * An array of numbers of a fixed size, a column each. Where the array may be missing, so may each
   * of its numbers: it then counts as 0 or as its column's mean.
   *
   * @param field the field's path
   * @param size how many numbers there must be, at least 1
   * @param scale how each column is scaled; not at all unless set
   * @param missing what becomes of a sample without the array; a dead letter unless set
   */
  record Array(String field, int size, Scale scale, Missing missing) implements FeatureSettings {
    /** Checks the path, the size, and that there is a figure for each column if any is fixed. */
    public Array {
      FieldPath.parse(field);
      Bounds.atLeastOne("size", size);
      scale.requireColumns(size);
    }

    /** An array that is not scaled and must be there. */
    public Array(String field, int size) {
      this(field, size, Scale.none(), Missing.DEAD_LETTER);
    }

    /** An array that must be there. */
    public static Array of(String field, int size, Scale scale) {
      return new Array(field, size, scale, Missing.DEAD_LETTER);
    }

    @Override
    public Type type() {
      return Type.ARRAY;
    }

    @Override
    public <R> R accept(FeatureVisitor<R> visitor) {
      return visitor.array(this);
    }

    @Override
    public boolean isManyValued() {
      return true;
    }

    @Override
    public int columns() {
      return size;
    }

    @Override
    public boolean fillsMean() {
      return missing.isFilled();
    }

    @Override
    public void describe(java.util.Map<String, Object> into) {
      into.put("size", size);
      scale.describe(into);
    }
  }

  /**
   * True or false: 1 or 0, one column.
   *
   * @param field the field's path
   * @param missing what becomes of a sample without the field; a dead letter unless set
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
    public Type type() {
      return Type.BOOLEAN;
    }

    @Override
    public <R> R accept(FeatureVisitor<R> visitor) {
      return visitor.bool(this);
    }

    @Override
    public int columns() {
      return 1;
    }

    @Override
    public boolean fillsMean() {
      return missing.isFilled();
    }

    @Override
    public void describe(java.util.Map<String, Object> into) {}
  }

  /**
   * A number.
   *
   * @param field the field's path
   * @param scale how it is scaled; not at all unless set
   * @param missing what becomes of a sample without the field; a dead letter unless set
   */
  record Numeric(String field, Scale scale, Missing missing) implements FeatureSettings {
    /** Checks the path, and that there is a figure for the column if any is fixed. */
    public Numeric {
      FieldPath.parse(field);
      scale.requireColumns(1);
    }

    /** A number that is not scaled and must be there. */
    public Numeric(String field) {
      this(field, Scale.none(), Missing.DEAD_LETTER);
    }

    /** A number that must be there. */
    public static Numeric of(String field, Scale scale) {
      return new Numeric(field, scale, Missing.DEAD_LETTER);
    }

    @Override
    public Type type() {
      return Type.NUMERIC;
    }

    @Override
    public <R> R accept(FeatureVisitor<R> visitor) {
      return visitor.numeric(this);
    }

    @Override
    public int columns() {
      return 1;
    }

    @Override
    public boolean fillsMean() {
      return missing.isFilled();
    }

    @Override
    public void describe(java.util.Map<String, Object> into) {
      scale.describe(into);
    }
  }

  /**
   * A moment, of which the hour, the weekday or the month counts. A text is ISO 8601 or of a format
   * that is told, with or without an offset; without one it is local time already. A number counts
   * from 1970 on. A record that says itself what its number counts, as Avro's logical types do, is
   * believed.
   *
   * @param field the field's path
   * @param parts what of it counts, in the order of the columns, each once and no date; hour and
   *     weekday unless set, and may be empty where only a cross uses the moment
   * @param encoding whether a part is a column for each of its values, as it is unless set, or a
   *     point on a circle
   * @param unit what a number counts; seconds unless set
   * @param zone where the parts are read off the clock: {@code UTC}, as it is unless set, {@code
   *     Europe/Berlin}
   * @param format how a text is written, in the letters of {@link
   *     java.time.format.DateTimeFormatter} and English words: {@code MMM d yyyy}; ISO 8601 without
   *     it
   * @param missing what becomes of a sample without the field; a dead letter unless set
   */
  record Timestamp(
      String field,
      List<TimePart> parts,
      TimeEncoding encoding,
      TimeUnit unit,
      String zone,
      Optional<String> format,
      Missing missing)
      implements FeatureSettings {
    /** Checks the path, the parts, the zone, the format and the policy. */
    public Timestamp {
      FieldPath.parse(field);
      parts = List.copyOf(parts);
      if (parts.contains(TimePart.DATE) || EnumSet.copyOf(withHour(parts)).size() < parts.size()) {
        throw new IllegalArgumentException(
            "parts must be some of hour, weekday and month, each once; date is for a cross: "
                + parts.stream().map(TimePart::word).toList());
      }
      missing.requireNotMean("a timestamp");
      requireZone(zone);
      format.ifPresent(DateFormat::new);
    }

    /** Hour and weekday in UTC, a column for each value, of seconds, which must be there. */
    public Timestamp(String field) {
      this(
          field,
          List.of(TimePart.HOUR, TimePart.WEEKDAY),
          TimeEncoding.ONE_HOT,
          TimeUnit.SECONDS,
          "UTC",
          Optional.empty(),
          Missing.DEAD_LETTER);
    }

    /** Texts of ISO 8601. */
    public static Timestamp of(
        String field,
        List<TimePart> parts,
        TimeEncoding encoding,
        TimeUnit unit,
        String zone,
        Missing missing) {
      return new Timestamp(field, parts, encoding, unit, zone, Optional.empty(), missing);
    }

    private static List<TimePart> withHour(List<TimePart> parts) {
      return parts.isEmpty() ? List.of(TimePart.HOUR) : parts;
    }

    @Override
    public Type type() {
      return Type.TIMESTAMP;
    }

    @Override
    public <R> R accept(FeatureVisitor<R> visitor) {
      return visitor.timestamp(this);
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
      format.ifPresent(pattern -> into.put("format", pattern));
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
}
