package io.gradstream.app.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A version's figures for people, each beside what no skill would have given. */
public record Figures(Map<String, Object> metrics) {
  private static final String GAP = "  ";

  /** {@code logLoss 0.4987 (no skill 0.5237) auc 0.6561 (no skill 0.5000)}. */
  public String text() {
    return String.join(GAP, list());
  }

  private List<String> list() {
    Map<?, ?> noSkill = child(child(metrics, "baselines"), "noSkill");
    List<String> figures = new ArrayList<>();
    metrics.forEach(
        (name, value) -> {
          if (value instanceof Number number) {
            figures.add(figure(name, number.doubleValue(), noSkill.get(name)));
          }
        });
    return figures;
  }

  private static String figure(String name, double value, @Nullable Object noSkill) {
    String figure = String.format(Locale.ROOT, "%s %.4f", name, value);
    return noSkill instanceof Number number
        ? String.format(Locale.ROOT, "%s (no skill %.4f)", figure, number.doubleValue())
        : figure;
  }

  private static Map<?, ?> child(Map<?, ?> tree, String key) {
    return tree.get(key) instanceof Map<?, ?> child ? child : Map.of();
  }
}
