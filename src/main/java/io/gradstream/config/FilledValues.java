package io.gradstream.config;

import io.gradstream.config.ConfigNode.Mapping;
import io.gradstream.config.ConfigNode.Scalar;
import io.gradstream.config.ConfigNode.Sequence;
import io.gradstream.settings.Secrets;
import io.gradstream.settings.SettingsText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The values below a node that came from the environment, in the complaint of a record that has
 * them: it says them in its own way, a number as a number, and is told with the variables' names
 * instead.
 */
record FilledValues(ConfigNode node) {
  private static final int SHORT = 4;

  /** The complaint with {@code ${NAME}} for what came from there. */
  String hiddenIn(String complaint) {
    Map<String, String> forms = new HashMap<>();
    scalars(node).forEach(scalar -> addForms(scalar, forms));
    List<String> longestFirst = new ArrayList<>(forms.keySet());
    longestFirst.sort(Comparator.comparingInt(String::length).reversed());
    String hidden = complaint;
    for (String form : longestFirst) {
      String variable = Matcher.quoteReplacement(forms.getOrDefault(form, ""));
      hidden = alone(form).matcher(hidden).replaceAll(variable);
    }
    return Secrets.none().mask(hidden);
  }

  static Stream<Scalar> scalars(ConfigNode node) {
    if (node instanceof Mapping mapping) {
      return mapping.entries().values().stream().flatMap(FilledValues::scalars);
    }
    return node instanceof Sequence list
        ? list.items().stream().flatMap(FilledValues::scalars)
        : Stream.of((Scalar) node);
  }

  private static void addForms(Scalar scalar, Map<String, String> forms) {
    String shown = scalar.filling().shown().orElse("");
    if (shown.isEmpty()) {
      return;
    }
    forms.put(scalar.text(), shown);
    forms.putAll(scalar.filling().values());
    if (scalar.kind().isNumber()) {
      double number = Double.parseDouble(scalar.text());
      forms.put(Double.toString(number), shown);
      forms.put(Float.toString((float) number), shown);
      forms.put(Long.toString((long) number), shown);
    }
    duration(scalar.text()).forEach(text -> forms.put(text, shown));
    forms.remove("");
  }

  private static Stream<String> duration(String text) {
    try {
      return Stream.of(SettingsText.of(SettingsText.duration(text)));
    } catch (IllegalArgumentException none) {
      return Stream.empty();
    }
  }

  /** A short one may be part of what the complaint says itself: it is hidden where values stand. */
  private static Pattern alone(String form) {
    String quoted = Pattern.quote(form);
    return form.length() < SHORT
        ? Pattern.compile("(?<=: |\")" + quoted + "(?![\\w.])")
        : Pattern.compile("(?<!\\w)" + quoted + "(?!\\w)");
  }
}
