package io.gradstream.app.replay;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Combinations beside each other, the best first, for people. */
public final class TuneTable {
  private final List<TuneTrial> trials;
  private final List<String> figures;

  public TuneTable(List<TuneTrial> trials) {
    this.trials = trials.stream().sorted(TuneTrial.BEST_FIRST).toList();
    this.figures = figures(trials);
  }

  private static List<String> figures(List<TuneTrial> trials) {
    Set<String> names = new LinkedHashSet<>();
    for (TuneTrial trial : trials) {
      trial
          .metrics()
          .forEach(
              (name, value) -> {
                if (value instanceof Number) {
                  names.add(name);
                }
              });
    }
    return List.copyOf(names);
  }

  /** The lines, their columns below each other. */
  public List<String> lines() {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(figures);
    head.add("seconds");
    head.add("combination");
    rows.add(head);
    trials.stream().filter(trial -> trial.loss().isPresent()).map(this::row).forEach(rows::add);
    List<String> lines = new ArrayList<>(aligned(rows));
    trials.stream()
        .filter(trial -> trial.loss().isEmpty())
        .map(trial -> "impossible: %s: %s".formatted(trial.name(), reason(trial)))
        .forEach(lines::add);
    return lines;
  }

  private static String reason(TuneTrial trial) {
    return trial.failure().isEmpty() ? "there was nothing to learn" : trial.failure();
  }

  private List<String> row(TuneTrial trial) {
    List<String> cells = new ArrayList<>();
    for (String figure : figures) {
      cells.add(
          trial.metrics().get(figure) instanceof Number number
              ? String.format(Locale.ROOT, "%.4f", number.doubleValue())
              : "-");
    }
    cells.add(String.format(Locale.ROOT, "%.1f", trial.seconds()));
    cells.add(trial.name());
    return cells;
  }

  /** All but the last column end at the same place. */
  private static List<String> aligned(List<List<String>> rows) {
    int last = rows.get(0).size() - 1;
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < last; column++) {
        int width = width(rows, column);
        line.append(" ".repeat(width - row.get(column).length()))
            .append(row.get(column))
            .append("  ");
      }
      lines.add(line + row.get(last));
    }
    return lines;
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
