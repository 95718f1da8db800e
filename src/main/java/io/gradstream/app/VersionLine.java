package io.gradstream.app;

import io.gradstream.app.output.Figures;
import io.gradstream.learn.keyed.KeyedFigures;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.VocabularyFigures;
import java.util.List;
import java.util.Locale;

/** A version in one line for people: its figures, each beside what no skill would have given. */
record VersionLine(ModelVersion version) {
  private static final String GAP = "  ";

  /** The line, without its end. */
  String text() {
    return String.format(
        Locale.ROOT,
        "version %d  %,d samples  %,d steps  %s%s%s",
        version.version(),
        version.samples(),
        version.step(),
        new Figures(version.metrics()).text(),
        vocabularies(),
        keys());
  }

  /** {@code 12 of 4,711 keys changed}. */
  private String keys() {
    if (!KeyedFigures.isIn(version)) {
      return "";
    }
    KeyedFigures keys = KeyedFigures.of(version);
    return String.format(
        Locale.ROOT, "%s%,d of %,d keys changed", GAP, keys.changed(), keys.keys());
  }

  /** {@code origin 64 rows, 3 evicted}. */
  private String vocabularies() {
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
}
