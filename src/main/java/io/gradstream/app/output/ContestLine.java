package io.gradstream.app.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A champion beside its challengers in one line for people: {@code base logLoss 0.4987 fast 0.4950
 * slow 0.5100 over the newest samples}.
 *
 * @param window the champion's figures over them
 * @param contest what is told of all others
 */
record ContestLine(Map<String, Object> window, Map<String, Object> contest) {
  private static final String GAP = "  ";

  /** The line, empty where there are no challengers or no figures yet. */
  String text() {
    String figure = figure();
    if (contest.isEmpty() || figure.isEmpty()) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    parts.add("%s %s %s".formatted(contest.get("champion"), figure, value(window.get(figure))));
    child(contest, "figures")
        .forEach((name, theirs) -> parts.add(name + " " + value(ofWindow(theirs).get(figure))));
    return String.join(GAP, parts) + GAP + "over the newest samples";
  }

  private String figure() {
    return window.entrySet().stream()
        .filter(each -> each.getValue() instanceof Number && !each.getKey().equals("samples"))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  private static Map<?, ?> ofWindow(Object figures) {
    return figures instanceof Map<?, ?> all ? child(all, "window") : Map.of();
  }

  private static Map<?, ?> child(Map<?, ?> tree, String key) {
    return tree.get(key) instanceof Map<?, ?> child ? child : Map.of();
  }

  private static String value(@Nullable Object value) {
    return value instanceof Number number
        ? String.format(Locale.ROOT, "%.4f", number.doubleValue())
        : "-";
  }
}
