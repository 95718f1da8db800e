package io.gradstream.app;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Features of any kind, as a configuration names them, and samples that have them. */
final class RandomSchema {
  private static final String[] WORDS = {"oak", "elm", "ash", "fir", "yew", "båt", "日本", "true"};

  private final RandomWords random;
  private final boolean csv;
  private final boolean embedded;
  private final String target;
  private final int classes;
  private final List<Field> fields = new ArrayList<>();
  private final List<String> features = new ArrayList<>();
  private boolean sparse;
  private int denseColumns;

  /** A field of a record: how a value of it is written, or left out. */
  private record Field(String name, Value value, double missing) {}

  /** Writes a value. */
  @FunctionalInterface
  private interface Value {
    String write(RandomWords random);
  }

  /**
   * A schema.
   *
   * @param target what the label is: numeric, count, binary or class
   * @param embedded whether the first column is one to look up, and no feature is sparse
   */
  RandomSchema(
      RandomWords random,
      boolean csv,
      String target,
      int classes,
      boolean weighted,
      boolean embedded) {
    this.random = random;
    this.csv = csv;
    this.target = target;
    this.classes = classes;
    this.embedded = embedded;
    addFeatures();
    fields.add(new Field("label", this::label, 0));
    if (weighted) {
      fields.add(new Field("weight", each -> each.number(0.1, 3), 0));
    }
  }

  /** The entries of {@code sample.features}. */
  List<String> features() {
    return features;
  }

  boolean isSparse() {
    return sparse;
  }

  int denseColumns() {
    return denseColumns;
  }

  private void addFeatures() {
    if (embedded) {
      fields.add(new Field("code", each -> Integer.toString(each.below(5)), 0));
      features.add("{field: code, type: numeric}");
      denseColumns++;
    }
    int count = 1 + random.below(4);
    for (int i = 0; i < count; i++) {
      switch (random.below(embedded ? 5 : 10)) {
        case 0, 1, 2 -> addNumber("number" + i);
        case 3 -> addBoolean("flag" + i);
        case 4 -> addArray("array" + i);
        case 5, 6, 7 -> addCategory("word" + i);
        case 8 -> addCross("left" + i, "right" + i);
        default -> addMap("map" + i);
      }
    }
  }

  private void addNumber(String name) {
    String scale = random.one("none", "standard", "minmax", "robust");
    double center = scale.equals("none") ? 0 : random.between(-200, 200);
    double spread = scale.equals("none") ? 1 : random.between(0.5, 50);
    String missing = random.one("dead-letter", "dead-letter", "zero", "mean", "indicator");
    fields.add(
        new Field(
            name, each -> RandomWords.number(center + spread * each.normal()), share(missing)));
    features.add(
        "{field: %s, type: numeric, scale: %s, missing: %s}".formatted(name, scale, missing));
    denseColumns += missing.equals("indicator") ? 2 : 1;
  }

  private void addBoolean(String name) {
    String missing = random.one("dead-letter", "zero", "mean", "indicator");
    fields.add(new Field(name, each -> each.chance(0.5) ? "true" : "false", share(missing)));
    features.add("{field: %s, type: boolean, missing: %s}".formatted(name, missing));
    denseColumns += missing.equals("indicator") ? 2 : 1;
  }

  private void addArray(String name) {
    if (csv) {
      addNumber(name);
      return;
    }
    int size = 2 + random.below(3);
    String missing = random.one("dead-letter", "zero", "mean", "indicator");
    fields.add(
        new Field(
            name,
            each -> {
              StringJoiner numbers = new StringJoiner(", ", "[", "]");
              for (int i = 0; i < size; i++) {
                numbers.add(RandomWords.number(3 * i + each.normal()));
              }
              return numbers.toString();
            },
            share(missing)));
    features.add(
        "{field: %s, type: array, size: %d, scale: %s, missing: %s}"
            .formatted(name, size, random.one("standard", "minmax", "robust"), missing));
    denseColumns += missing.equals("indicator") ? size + 1 : size;
  }

  private void addCategory(String name) {
    String missing = random.one("dead-letter", "zero", "indicator");
    fields.add(new Field(name, this::word, share(missing)));
    String buckets =
        switch (random.below(3)) {
          case 0 -> "";
          case 1 -> ", buckets: " + (3 + random.below(9));
          default ->
              ", buckets: %d, embedding: %d".formatted(3 + random.below(9), 1 + random.below(3));
        };
    features.add("{field: %s, type: categorical%s, missing: %s}".formatted(name, buckets, missing));
    sparse = true;
  }

  private void addCross(String left, String right) {
    String missing = random.one("dead-letter", "zero", "indicator");
    fields.add(new Field(left, this::word, share(missing)));
    fields.add(new Field(right, each -> Integer.toString(each.below(4)), 0));
    String buckets = random.chance(0.5) ? ", buckets: " + (5 + random.below(9)) : "";
    features.add("{field: %s, type: categorical, missing: zero}".formatted(left));
    features.add("{cross: [%s, %s]%s, missing: %s}".formatted(left, right, buckets, missing));
    sparse = true;
  }

  private void addMap(String name) {
    if (csv) {
      addCategory(name);
      return;
    }
    String missing = random.one("dead-letter", "zero", "indicator");
    fields.add(
        new Field(
            name,
            each -> {
              StringJoiner entries = new StringJoiner(", ", "{", "}");
              for (int i = 0; i < 4; i++) {
                if (each.chance(0.5)) {
                  entries.add("\"" + WORDS[i] + "\": " + each.number(0.1, 1.5));
                }
              }
              return entries.toString();
            },
            share(missing)));
    features.add("{field: %s, type: map, missing: %s}".formatted(name, missing));
    sparse = true;
  }

  private String word(RandomWords each) {
    String word = WORDS[each.below(WORDS.length)];
    return csv ? word : "\"" + word + "\"";
  }

  private String label(RandomWords each) {
    return switch (target) {
      case "class" -> Integer.toString(each.below(classes));
      case "count" -> Integer.toString(each.below(5));
      case "binary" -> each.chance(0.5) ? "1" : "0";
      default -> RandomWords.number(each.normal());
    };
  }

  private double share(String missing) {
    return missing.equals("dead-letter") ? 0.05 : 0.2;
  }

  /** So many samples of its schema, a line each. */
  List<String> samples(int count) {
    List<String> lines = new ArrayList<>();
    if (csv) {
      lines.add(String.join(",", fields.stream().map(Field::name).toList()));
    }
    for (int i = 0; i < count; i++) {
      lines.add(csv ? row() : object());
    }
    return lines;
  }

  private String row() {
    StringJoiner row = new StringJoiner(",");
    for (Field field : fields) {
      row.add(random.chance(field.missing()) ? "" : field.value().write(random));
    }
    return row.toString();
  }

  private String object() {
    StringJoiner object = new StringJoiner(", ", "{", "}");
    for (Field field : fields) {
      if (random.chance(field.missing())) {
        if (random.chance(0.5)) {
          object.add("\"" + field.name() + "\": null");
        }
      } else {
        object.add("\"" + field.name() + "\": " + field.value().write(random));
      }
    }
    return object.toString();
  }
}
