package io.gradstream.data;

import io.gradstream.data.text.DecimalText;
import io.gradstream.settings.PlainForm;
import java.util.HashSet;
import java.util.List;

/**
 * The classes of a label: how many there are, numbered from 0, or what each is called.
 *
 * @param count how many; 0 where a label has none
 * @param names a word for each, in the order of a model's outputs; empty where they are numbered
 */
public record LabelClasses(int count, List<String> names) implements PlainForm {
  /** None, as numbers and yes or no have. */
  public static final LabelClasses NONE = new LabelClasses(0, List.of());

  /**
   * Checks that there are as many names as classes, if any, and that they differ, numbers in value.
   */
  public LabelClasses {
    names = List.copyOf(names);
    if (!names.isEmpty() && names.size() != count) {
      throw new IllegalArgumentException(
          "classes must have a name each, %d: %s".formatted(count, names));
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("classes must not name one twice: " + names);
    }
    DecimalText.requireDifferent("classes", names);
  }

  /** So many classes, numbered from 0. */
  public static LabelClasses numbered(int count) {
    return new LabelClasses(count, List.of());
  }

  /** Classes of these names. */
  public static LabelClasses named(String... names) {
    return new LabelClasses(names.length, List.of(names));
  }

  /**
   * What is written in a configuration: one number that counts them, or a list of names.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static LabelClasses of(List<String> written) {
    if (written.size() > 1) {
      return new LabelClasses(written.size(), written);
    }
    try {
      return numbered(Integer.parseInt(String.join("", written)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "classes must be how many there are, or a list of their names: " + written, e);
    }
  }

  /** What a class is called: its name, or its number. */
  public String name(int index) {
    return names.isEmpty() ? Integer.toString(index) : names.get(index);
  }

  @Override
  public Object plain() {
    return names.isEmpty() ? (Object) count : names;
  }
}
