package io.gradstream.data;

import java.util.List;

/**
 * Where a field stands in a record: its own name behind those of the objects around it, written
 * {@code payload.distance}.
 *
 * @param names the names, outermost first
 */
public record FieldPath(List<String> names) {
  /** Copies the names, of which there is at least one and none is empty. */
  public FieldPath {
    names = List.copyOf(names);
    if (names.isEmpty() || names.contains("")) {
      throw new IllegalArgumentException(
          "field must be names joined by dots: " + String.join(".", names));
    }
  }

  /** The path written as {@code text}. */
  public static FieldPath parse(String text) {
    return new FieldPath(List.of(text.split("\\.", -1)));
  }

  /** Whether this is {@code other} or an object around it. */
  boolean covers(FieldPath other) {
    return names.size() <= other.names.size() && other.names.subList(0, names.size()).equals(names);
  }

  @Override
  public String toString() {
    return String.join(".", names);
  }
}
