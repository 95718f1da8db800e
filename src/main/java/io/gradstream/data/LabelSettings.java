package io.gradstream.data;

import io.gradstream.data.text.DecimalText;
import io.gradstream.settings.SettingsText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a sample's target is and where it stands.
 *
 * @param field the field's path
 * @param type what values it takes
 * @param classes how many classes there are, at least 2, or what they are called; none unless
 *     {@code type} is {@code class}
 * @param values the two values of a binary label, no before yes, where they are other than 0 and 1;
 *     two that differ in their notation only are the same; none unless set
 * @param positive the value of a binary label that means yes: one of {@code values}, or without
 *     them one against all others
 * @param scale how a numeric label is scaled for the loss, which is undone in predictions; not at
 *     all unless set
 */
public record LabelSettings(
    String field,
    Type type,
    LabelClasses classes,
    List<String> values,
    Optional<String> positive,
    Optional<Scale> scale) {
  /** The kinds of targets. */
  public enum Type {
    /** Any finite number. */
    NUMERIC,
    /** Yes or no: 1 or 0, 1 or -1, true or false, or values that are named. */
    BINARY,
    /** One of several classes. */
    CLASS;

    /** The word settings and published versions use: {@code binary}. */
    public String word() {
      return SettingsText.of(this);
    }
  }

  /** Checks that classes are counted exactly where there are any, and values named for two. */
  public LabelSettings {
    FieldPath.parse(field);
    values = List.copyOf(values);
    if (type == Type.CLASS && classes.count() < 2) {
      throw new IllegalArgumentException(
          "classes must be at least 2 for a label of type class: " + classes.plain());
    }
    if (type != Type.CLASS && classes.count() != 0) {
      throw refused("classes", type, classes.plain());
    }
    if (type != Type.BINARY && !values.isEmpty()) {
      throw refused("values", type, values);
    }
    if (type != Type.BINARY && positive.isPresent()) {
      throw refused("positive", type, positive.get());
    }
    if (type != Type.NUMERIC && scale.isPresent()) {
      throw refused("scale", type, scale.get().plain());
    }
    scale.ifPresent(each -> each.requireColumns(1));
    requireTwo(values, positive);
  }

  private static IllegalArgumentException refused(String key, Type type, Object value) {
    return new IllegalArgumentException(
        "%s must be left out for a label of type %s: %s".formatted(key, type.word(), value));
  }

  private static void requireTwo(List<String> values, Optional<String> positive) {
    if (!values.isEmpty() && (values.size() != 2 || values.get(0).equals(values.get(1)))) {
      throw new IllegalArgumentException(
          "values must be two, no before yes, such as [\"no\", \"yes\"]: " + values);
    }
    DecimalText.requireDifferent("values", values);
    if (!values.isEmpty() && positive.isPresent() && !values.contains(positive.get())) {
      throw new IllegalArgumentException(
          "positive must be one of values, %s: %s".formatted(values, positive.get()));
    }
  }

  /** A number, or yes or no as 1 or 0. */
  public LabelSettings(String field, Type type) {
    this(field, type, LabelClasses.NONE, List.of(), Optional.empty(), Optional.empty());
  }

  /** One of several classes. */
  public static LabelSettings of(String field, LabelClasses classes) {
    return new LabelSettings(
        field, Type.CLASS, classes, List.of(), Optional.empty(), Optional.empty());
  }

  /** A number that is scaled for the loss. */
  public static LabelSettings of(String field, Scale scale) {
    return new LabelSettings(
        field, Type.NUMERIC, LabelClasses.NONE, List.of(), Optional.empty(), Optional.of(scale));
  }

  /** What a class is called: its name, or its number. */
  public String className(int index) {
    return classes.name(index);
  }

  /** The two words of a binary label, no before yes; empty where they are 0 and 1, or not two. */
  public List<String> words() {
    boolean turned = !values.isEmpty() && positive.equals(Optional.of(values.get(0)));
    return turned ? List.of(values.get(1), values.get(0)) : values;
  }

  /** What a consumer needs to know of it: a tree of strings, numbers and lists. */
  public Map<String, Object> describe() {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("field", field);
    description.put("type", type.word());
    if (type == Type.CLASS) {
      description.put("classes", classes.plain());
    }
    if (!values.isEmpty()) {
      description.put("values", words());
    } else {
      positive.ifPresent(word -> description.put("positive", word));
    }
    scale.ifPresent(each -> each.describe(description));
    return description;
  }
}
