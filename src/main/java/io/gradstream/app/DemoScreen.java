package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.app.output.Figures;
import io.gradstream.app.output.ProgressPanel;
import io.gradstream.app.train.Progress;
import io.gradstream.version.ModelVersion;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The progress of a demo: a panel on a terminal; a line a second elsewhere. */
final class DemoScreen {
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Console console;
  private final long total;
  private Optional<ProgressPanel> panel = Optional.empty();
  private long shownAtNs = Long.MIN_VALUE;
  private long learned;

  DemoScreen(Console console, long total) {
    this.console = console;
    this.total = total;
  }

  long total() {
    return total;
  }

  /** The run begins. */
  synchronized void begin(Progress progress) {
    if (console.isTerminal()) {
      panel = Optional.of(new ProgressPanel(progress, this::share, console));
    }
  }

  private synchronized double share() {
    return learned / (double) total;
  }

  /** So many flights are in a version. */
  synchronized void show(ModelVersion version, long flights) {
    learned = flights;
    long nowNs = System.nanoTime();
    boolean soon = shownAtNs != Long.MIN_VALUE && nowNs - shownAtNs < EVERY.toNanos();
    if (!console.isTerminal() && (flights >= total || !soon)) {
      shownAtNs = nowNs;
      console
          .err()
          .printf(
              Locale.ROOT,
              "%,6d of %,d flights  version %-4d%s%n",
              flights,
              total,
              version.version(),
              new Figures(version.metrics()).text());
    }
  }

  /** Leaves the lines that change. */
  synchronized void end() {
    panel.ifPresent(ProgressPanel::close);
  }
}
