package io.gradstream.app;

import io.gradstream.learn.ModelVersion;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A version in one line for people: its figures, each beside what no skill would have given. */
final class VersionLine {
  private VersionLine() {}

  static String of(ModelVersion version) {
    return String.format(
        Locale.ROOT,
        "version %d  %,d samples  %,d steps  %s",
        version.version(),
        version.samples(),
        version.step(),
        figures(version.metrics()));
  }

  /** {@code logLoss 0.4987 (no skill 0.5237) auc 0.6561 (no skill 0.5000)}. */
  static String figures(Map<String, Object> metrics) {
    Map<?, ?> noSkill = child(child(metrics, "baselines"), "noSkill");
    StringJoiner figures = new StringJoiner("  ");
    metrics.forEach(
        (name, value) -> {
          if (value instanceof Number number) {
            figures.add(figure(name, number.doubleValue(), noSkill.get(name)));
          }
        });
    return figures.toString();
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
