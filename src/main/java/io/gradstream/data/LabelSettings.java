package io.gradstream.data;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a sample's target is and where it stands.
 *
 * @param field the field's path
 * @param type what values it takes
 * @param classes how many classes there are, numbered from 0; 0 unless {@code type} is {@code
 *     class}
 */
public record LabelSettings(String field, Type type, int classes) {
  /** The kinds of targets. */
  public enum Type {
    /** Any finite number. */
    NUMERIC,
    /** 0 or 1, false or true. */
    BINARY,
    /** The index of a class. */
    CLASS;

    /** The word settings and published versions use: {@code binary}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks that classes are counted exactly where there are any. */
  public LabelSettings {
    FieldPath.parse(field);
    if (type == Type.CLASS && classes < 2) {
      throw new IllegalArgumentException(
          "classes must be at least 2 for a label of type class: " + classes);
    }
    if (type != Type.CLASS && classes != 0) {
      throw new IllegalArgumentException(
          "classes must be left out for a label of type " + type.word() + ": " + classes);
    }
  }

  /** A label without classes. */
  public LabelSettings(String field, Type type) {
    this(field, type, 0);
  }

  /** What a class is called: its index. */
  public String className(int index) {
    return Integer.toString(index);
  }

  /** What reads this label into a target. */
  FieldEncoder encoder() {
    return switch (type) {
      case NUMERIC -> new NumericEncoder(field, 0);
      case BINARY -> new BinaryEncoder(field, 0);
      case CLASS -> new ClassEncoder(field, classes);
    };
  }

  Map<String, Object> describe() {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("field", field);
    description.put("type", type.word());
    if (type == Type.CLASS) {
      description.put("classes", classes);
    }
    return description;
  }
}
