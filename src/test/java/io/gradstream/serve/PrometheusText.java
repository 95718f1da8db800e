package io.gradstream.serve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scrape in Prometheus' text format 0.0.4, read as strictly as its specification is written:
 * every family is described once, before its samples, which stand together; no series comes twice;
 * only what a type may be called follows its name.
 *
 * @param types the families' types by name
 * @param samples values by series, labels in their order: {@code name{label="value"}}
 */
public record PrometheusText(Map<String, String> types, Map<String, Double> samples) {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\]|\\\\[\\\\\"n])*\"";
  private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") .+");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary|untyped)");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "((" + NAME + ")(?:\\{" + LABEL + "(?:," + LABEL + ")*,?\\})?) ([^ ]+)(?: -?\\d+)?");
  private static final Map<String, List<String>> SUFFIXES =
      Map.of(
          "histogram", List.of("_bucket", "_sum", "_count"),
          "summary", List.of("", "_sum", "_count"));

  /** Reads a scrape, or fails with the line that is none. */
  public static PrometheusText parse(String text) {
    if (!text.endsWith("\n")) {
      throw new AssertionError("the last line must end with a line feed");
    }
    PrometheusText read = new PrometheusText(new LinkedHashMap<>(), new LinkedHashMap<>());
    Set<String> described = new HashSet<>();
    List<String> family = new ArrayList<>();
    for (String line : text.split("\n")) {
      read.line(line, described, family);
    }
    return read;
  }

  private void line(String line, Set<String> described, List<String> family) {
    Matcher help = HELP.matcher(line);
    Matcher type = TYPE.matcher(line);
    Matcher sample = SAMPLE.matcher(line);
    if (help.matches()) {
      require(described.add(help.group(1)), "described twice", line);
    } else if (type.matches()) {
      require(types.put(type.group(1), type.group(2)) == null, "a type twice", line);
      family.clear();
      SUFFIXES
          .getOrDefault(type.group(2), List.of(""))
          .forEach(suffix -> family.add(type.group(1) + suffix));
    } else {
      require(sample.matches(), "no line of the format", line);
      require(family.contains(sample.group(2)), "not behind its family's type", line);
      double value = number(sample.group(3));
      require(samples.put(sample.group(1), value) == null, "a series twice", line);
    }
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static void require(boolean met, String otherwise, String line) {
    if (!met) {
      throw new AssertionError(otherwise + ": " + line);
    }
  }

  /** The value of a series; fails if there is none. */
  public double value(String series) {
    Double value = samples.get(series);
    if (value == null) {
      throw new AssertionError("no " + series + " in " + samples.keySet());
    }
    return value;
  }
}
