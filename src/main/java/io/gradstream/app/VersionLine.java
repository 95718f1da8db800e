package io.gradstream.app;

import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.VocabularyFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A version in one line for people: its figures, each beside what no skill would have given. */
final class VersionLine {
  private static final String GAP = "  ";

  private VersionLine() {}

  /** The same, and of a version that came in blocks how much that was. */
  static String of(AssembledVersion arrived) {
    String line = of(arrived.head());
    return arrived.blocks().isEmpty()
        ? line
        : line
            + String.format(
                Locale.ROOT,
                "%s(%,d records, %,.1f kB)",
                GAP,
                arrived.records(),
                arrived.bytes() / 1e3);
  }

  static String of(ModelVersion version) {
    return String.format(
        Locale.ROOT,
        "version %d  %,d samples  %,d steps  %s%s",
        version.version(),
        version.samples(),
        version.step(),
        figures(version.metrics()),
        vocabularies(version));
  }

  /** {@code origin 64 rows, 3 evicted}. */
  private static String vocabularies(ModelVersion version) {
    StringBuilder line = new StringBuilder();
    VocabularyFigures.of(version)
        .forEach(
            (field, figures) ->
                line.append(
                    String.format(
                        Locale.ROOT,
                        "%s%s %,d rows, %s evicted",
                        GAP,
                        field,
                        figures.rows(),
                        figures.evicted().map(List::size).map(String::valueOf).orElse("many"))));
    return line.toString();
  }

  /** {@code logLoss 0.4987 (no skill 0.5237) auc 0.6561 (no skill 0.5000)}. */
  static String figures(Map<String, Object> metrics) {
    return String.join(GAP, list(metrics));
  }

  /** The figure that says most, which comes first. */
  static String first(Map<String, Object> metrics) {
    return list(metrics).stream().findFirst().orElse("");
  }

  private static List<String> list(Map<String, Object> metrics) {
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
