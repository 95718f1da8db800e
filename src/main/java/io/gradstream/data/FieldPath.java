package io.gradstream.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a field stands in a record: its own name behind those of the objects around it, written
 * {@code payload.distance}. A name that has a dot itself is written in double quotes, {@code
 * payload."sepal.length"}, in which a backslash takes the next character as it is.
 *
 * @param names the names, outermost first
 */
public record FieldPath(List<String> names) {
  /** Copies the names, of which there is at least one and none is empty. */
  public FieldPath {
    names = List.copyOf(names);
    if (names.isEmpty() || names.contains("")) {
      throw malformed(String.join(".", names));
    }
  }

  /**
   * The path written as {@code text}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static FieldPath parse(String text) {
    List<String> names = new ArrayList<>();
    int at = -1;
    do {
      StringBuilder name = new StringBuilder();
      at = readName(text, at + 1, name);
      names.add(name.toString());
    } while (at < text.length());
    if (names.contains("")) {
      throw malformed(text);
    }
    return new FieldPath(names);
  }

  /** Reads a name, and says where it ends: at a dot or the end. */
  private static int readName(String text, int from, StringBuilder name) {
    if (from == text.length() || text.charAt(from) != '"') {
      int dot = text.indexOf('.', from);
      int end = dot < 0 ? text.length() : dot;
      name.append(text, from, end);
      return end;
    }
    int at = from + 1;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 1 : 0;
      if (at < text.length()) {
        name.append(text.charAt(at++));
      }
    }
    int end = at + 1;
    if (end > text.length() || (end < text.length() && text.charAt(end) != '.')) {
      throw malformed(text);
    }
    return end;
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "field must be names joined by dots, those with a dot of their own in double quotes: "
            + text);
  }

  /** Whether this is {@code other} or an object around it. */
  boolean covers(FieldPath other) {
    return names.size() <= other.names.size() && other.names.subList(0, names.size()).equals(names);
  }

  /** The names joined by dots and no more, as formats without objects call a column. */
  public String column() {
    return String.join(".", names);
  }

  // Written out, and not left to the record: what Java makes of that takes longer to link than to
  // read a configuration's fields, which is where a command asks for it first.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FieldPath path && names.equals(path.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return names.stream().map(FieldPath::quoted).collect(Collectors.joining("."));
  }

  private static String quoted(String name) {
    boolean plain = name.indexOf('.') < 0 && name.charAt(0) != '"';
    return plain ? name : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
