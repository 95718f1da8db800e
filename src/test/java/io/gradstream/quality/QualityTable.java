package io.gradstream.quality;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Prints what every configuration comes to on every stream, and the baselines beside them. It runs
 * in the profile {@code quality} alone, and has no opinion: that is {@link QualityTest}'s.
 */
class QualityTable {
  private static final Path FILE = Path.of("target", "quality.txt");
  private static final List<String> FIGURES = List.of("logLoss", "accuracy", "auc", "rmse", "mae");

  private final List<String> lines = new ArrayList<>();

  @Test
  void print_ofEveryStream_hasEveryConfiguration() throws IOException {
    Stream.of(ShippedStream.values(), MadeStream.values())
        .flatMap(Stream::<QualityStream>of)
        .forEach(this::add);

    Files.createDirectories(FILE.getParent());
    Files.write(FILE, lines);
    lines.forEach(System.out::println);
  }

  private void add(QualityStream stream) {
    List<String> rows = stream.rows();
    lines.add("%n%s, %,d samples".formatted(stream.label(), rows.size()));
    QualityTrial trial = null;
    for (QualityConfiguration each : QualityConfiguration.ALL) {
      if (each.suits(stream)) {
        trial = QualityTrial.of(rows, each.yaml(stream, stream.sample()));
        lines.add(line(each.name(), trial, null));
      }
    }
    if (trial != null) {
      lines.add(line("prior of the labels", trial, "noSkill"));
      lines.add(line("the last label again", trial, "noChange"));
    }
  }

  private static String line(String name, QualityTrial trial, @Nullable String baseline) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-24s", name));
    for (String figure : FIGURES) {
      double value = baseline == null ? trial.figure(figure) : trial.baseline(baseline, figure);
      if (!Double.isNaN(value)) {
        line.append(String.format(Locale.ROOT, "%s %8.4f   ", figure, value));
      }
    }
    return baseline == null
        ? line.append(String.format(Locale.ROOT, "%6.2f s", trial.seconds())).toString()
        : line.toString();
  }
}
