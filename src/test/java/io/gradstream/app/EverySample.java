package io.gradstream.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Random samples, as JSON, with a field for every type of feature, and what a consumer has to read
 * as the learner does: numbers in several notations, words of several scripts, moments and what is
 * missing. The same seed gives the same.
 */
final class EverySample {
  /** The section of a configuration that they fit, with so many shared buckets. */
  static String section(int buckets) {
    return section(buckets, "type: binary");
  }

  /** The same with a label of another type. */
  static String section(int buckets, String label) {
    return """
        sample:
          features:
            - {field: plain, type: numeric}
            - {field: inner.standard, type: numeric, scale: standard, missing: mean}
            - {field: '"min.max"', type: numeric, scale: minmax, missing: indicator}
            - {field: robust, type: numeric, scale: robust, missing: zero}
            - {field: told, type: numeric, scale: {type: standard, mean: 3.5, deviation: 0.2}}
            - {field: robust, type: bins, bins: 5, missing: mean}
            - {field: other, type: bins, bins: 4, encoding: cumulative, missing: indicator}
            - {product: [plain, robust], scale: {type: standard, clip: 4}, missing: zero}
            - {square: told, scale: minmax}
            - {square: other, missing: mean}
            - {field: text, type: text, ngrams: [1, 2], missing: zero}
            - {field: prose, type: text, analyzer: character, ngrams: 3, buckets: 64, missing: zero}
            - {field: flag, type: boolean, missing: indicator}
            - {field: array, type: array, size: 3, scale: standard, missing: mean}
            - {field: own, type: categorical, buckets: 32, missing: zero}
            - {field: shared, type: categorical, missing: indicator}
            - {field: bucket, type: categorical, buckets: 16, embedding: 3, missing: indicator}
            - field: word
              type: categorical
              embedding: 4
              vocabulary: {size: 6, admitAfter: 2, expireAfter: 1000}
              missing: indicator
            - {field: tags, type: tags, separator: "|", missing: zero}
            - {field: map, type: map, buckets: 20, missing: indicator}
            - {cross: [own, time.hour], missing: zero}
            - {cross: [shared, time.date, time.month, plain], buckets: 64, missing: indicator}
            - {cross: [own, tags], missing: indicator}
            - {cross: [text.tokens, time.weekday], buckets: 128, missing: zero}
            - {slope: robust, per: [own], mean: 0.1, deviation: 0.7, clip: 2.5, missing: indicator}
            - {slope: told, per: [tags, time.hour], buckets: 64, missing: zero}
            - {cross: [robust.bin, own], missing: indicator}
            - {cross: [other.bin, tags, robust.bin], buckets: 128, missing: zero}
            - {slope: robust, per: [robust.bin], clip: 3, missing: zero}
            - field: time
              type: timestamp
              parts: [hour, weekday, month]
              unit: millis
              zone: Europe/Berlin
              missing: indicator
            - field: day
              type: timestamp
              parts: [hour, weekday, month]
              encoding: cyclic
              zone: America/New_York
              missing: indicator
            - {field: written, type: timestamp, format: "EEE, MMM d yyyy[ h:mm a]", missing: zero}
          label: {field: y, %s}
          buckets: %d
        """
        .formatted(label, buckets)
        .strip();
  }

  private static final List<String> WORDS =
      List.of("a", "bc", "grün", "日本", "\\u00e9t\\u00e9", "🚀", "17", "", "x y", "a|b", "\\\"");
  private static final List<String> TEXTS =
      List.of(
          "The quick_brown fox",
          " jumps,\\tover\\u00a0THE-lazy  dog! ",
          "ÉTÉ été, naïve 日本語 🚀🚀",
          "");
  private static final List<String> NUMBERS =
      List.of("17", "17.0", "1.7e1", "-0", "0.50", "1e21", "1E-7", "123456789012345678901234");
  private static final List<String> MOMENTS =
      List.of(
          "\"2001-01-31T08:15:30.25Z\"",
          "\"2001-03-25 02:30\"",
          "\"2024-02-29T23:59:59+01:00\"",
          "\"2001-07-01\"",
          "1720000000123",
          "-86400001.5");
  private static final List<String> DAYS =
      List.of("Wed, Jan 31 2001", "mon, DEC 31 2001 11:05 pm", "Thu, Feb 29 2024 12:00 AM");

  private final SplittableRandom random;

  EverySample(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** So many of them. */
  List<String> take(int count) {
    return Stream.generate(this::next).limit(count).toList();
  }

  private String next() {
    List<String> fields = new ArrayList<>();
    double plain = number();
    fields.add("\"plain\": " + plain);
    fields.add("\"y\": " + (plain + random.nextDouble() > 0.5 ? 1 : 0));
    fields.add("\"told\": " + number());
    perhaps(fields, "inner", () -> "{\"standard\": %s}".formatted(1e6 + number()));
    perhaps(fields, "min.max", () -> "" + number());
    perhaps(fields, "robust", () -> random.nextInt(20) == 0 ? "1e30" : "" + number());
    perhaps(fields, "other", () -> "" + number());
    perhaps(fields, "text", this::text);
    perhaps(fields, "prose", this::text);
    perhaps(fields, "flag", () -> oneOf(List.of("true", "false", "1", "0.0")));
    perhaps(fields, "array", () -> "[%s, %s, null]".formatted(number(), number()));
    perhaps(fields, "own", this::category);
    perhaps(fields, "shared", this::category);
    perhaps(fields, "bucket", this::category);
    perhaps(fields, "word", this::category);
    perhaps(fields, "tags", () -> random.nextBoolean() ? category() : tags());
    perhaps(fields, "map", this::map);
    perhaps(fields, "time", () -> oneOf(MOMENTS));
    perhaps(fields, "day", () -> random.nextBoolean() ? oneOf(MOMENTS) : "" + random.nextInt());
    perhaps(fields, "written", () -> quoted(oneOf(DAYS)));
    return "{" + String.join(", ", fields) + "}";
  }

  private void perhaps(List<String> fields, String name, Supplier<String> value) {
    int kind = random.nextInt(20);
    if (kind > 1) {
      // Now and then it is of no type that its feature has.
      String of = kind == 2 && random.nextInt(10) == 0 ? "[[]]" : value.get();
      fields.add(quoted(name) + ": " + of);
    } else if (kind == 1) {
      fields.add(quoted(name) + ": null");
    }
  }

  private double number() {
    return Math.round(1000 * random.nextGaussian()) / 1000.0;
  }

  private String text() {
    return random.nextInt(20) == 0
        ? oneOf(NUMBERS)
        : quoted(oneOf(TEXTS) + oneOf(WORDS) + oneOf(TEXTS));
  }

  private String category() {
    return switch (random.nextInt(4)) {
      case 0 -> oneOf(NUMBERS);
      case 1 -> oneOf(List.of("true", "false"));
      default -> quoted(oneOf(WORDS));
    };
  }

  private String tags() {
    return "[%s, %s, null, %s]".formatted(category(), category(), category());
  }

  private String map() {
    return String.format(
        Locale.ROOT,
        "{\"a\": %s, \"b\": true, \"%s\": %s, \"a\": 0.1, \"none\": null}",
        number(),
        oneOf(WORDS),
        number());
  }

  private String oneOf(List<String> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
