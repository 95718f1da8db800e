package io.gradstream.app.simulate;

import io.gradstream.pipeline.simulate.SimulatedRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Simulated runs below each other, with a bar for what they bring, and what it comes to. */
public final class SimulationTable {
  /** The figure that is the loss is the first of these that there is. */
  private static final List<String> LOSSES = List.of("logLoss", "rmse");

  private static final int BAR = 24;

  private final List<SimulatedRun> runs;
  private final Map<Integer, List<SimulatedRun>> byRound;
  private final String loss;

  /**
   * A table.
   *
   * @param runs those of one length of a round together, the fewest members first
   */
  public SimulationTable(List<SimulatedRun> runs) {
    this.runs = runs;
    this.byRound =
        runs.stream()
            .collect(
                Collectors.groupingBy(
                    SimulatedRun::round, LinkedHashMap::new, Collectors.toList()));
    this.loss =
        LOSSES.stream().filter(runs.get(0).metrics()::containsKey).findFirst().orElse("loss");
  }

  /** The column titles. */
  public List<String> head() {
    return List.of(
        "members",
        "round",
        "samples/s",
        "times 1",
        "log B/s",
        "B/sample",
        "stale",
        "most",
        "void %",
        loss,
        "log %",
        "net %",
        "read %",
        "cores %");
  }

  /** A row of texts for each run. */
  public List<List<String>> rows() {
    return runs.stream().map(this::row).toList();
  }

  private List<String> row(SimulatedRun run) {
    double one = first(run.round()).samplesPerSecond();
    long rounds = Math.max(1, run.rounds() + run.voids());
    return List.of(
        Integer.toString(run.members()),
        Integer.toString(run.round()),
        number("%,.0f", run.samplesPerSecond()),
        number("%.2f", run.samplesPerSecond() / one),
        number("%,.0f", run.logBytes() / run.seconds()),
        number("%.1f", run.bytesPerSample()),
        number("%.1f", run.medianStaleness()),
        Long.toString(run.greatestStaleness()),
        number("%.1f", 100.0 * run.voids() / rounds),
        run.metrics().get(loss) == null ? "-" : number("%.4f", lossOf(run)),
        percent(run.busy().log()),
        percent(run.busy().network()),
        percent(run.busy().reading()),
        percent(run.busy().cores()));
  }

  private SimulatedRun first(int round) {
    return Objects.requireNonNull(byRound.get(round)).get(0);
  }

  /** The run's loss; no number where it has none. */
  public double lossOf(SimulatedRun run) {
    return run.metrics().get(loss) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private static String percent(double share) {
    return number("%.0f", 100 * share);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** What each length of a round comes to, in a sentence. */
  public List<String> sentences() {
    return byRound.values().stream().map(each -> new Bottleneck(each).sentence()).toList();
  }

  /** All of it in lines, columns below each other. */
  public List<String> lines() {
    List<List<String>> all = new ArrayList<>();
    all.add(head());
    all.addAll(rows());
    double most =
        runs.stream().mapToDouble(SimulatedRun::samplesPerSecond).max().orElse(Double.NaN);
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < all.size(); row++) {
      String bar = row == 0 ? "" : bar(runs.get(row - 1).samplesPerSecond() / most);
      lines.add((aligned(all, row) + bar).stripTrailing());
    }
    lines.addAll(sentences());
    return lines;
  }

  private static String bar(double share) {
    return "█".repeat(Math.max(1, (int) Math.round(share * BAR)));
  }

  private static String aligned(List<List<String>> all, int row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < all.get(0).size(); column++) {
      int at = column;
      int width = all.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
      String cell = all.get(row).get(column);
      line.append(" ".repeat(width - cell.length())).append(cell).append("  ");
    }
    return line.toString();
  }
}
