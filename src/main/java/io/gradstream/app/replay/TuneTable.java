package io.gradstream.app.replay;

import io.gradstream.learn.challenge.ChallengerSettings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    trials.stream()
        .filter(trial -> trial.loss().isPresent())
        .forEach(trial -> rows.addAll(rows(trial)));
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

  /** Its own, and those of its challengers beneath. */
  private List<List<String>> rows(TuneTrial trial) {
    ContestFigures contest = trial.contest();
    List<List<String>> rows = new ArrayList<>();
    String seconds = String.format(Locale.ROOT, "%.1f", trial.seconds());
    String promoted =
        contest.champion().equals(ChallengerSettings.BASE)
            ? ""
            : "  by its champion " + contest.champion();
    rows.add(row(trial.metrics(), seconds, trial.name() + promoted));
    contest
        .challengers()
        .forEach((name, own) -> rows.add(row(own, "", "  challenger " + name + begunAnew(own))));
    return rows;
  }

  /** What has begun anew has figures of what came behind. */
  private static String begunAnew(Map<String, Object> challenger) {
    return challenger.containsKey("restarts") ? ", begun anew" : "";
  }

  private List<String> row(Map<String, Object> metrics, String seconds, String name) {
    List<String> cells = new ArrayList<>();
    for (String figure : figures) {
      cells.add(
          metrics.get(figure) instanceof Number number
              ? String.format(Locale.ROOT, "%.4f", number.doubleValue())
              : "-");
    }
    cells.add(seconds);
    cells.add(name);
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
