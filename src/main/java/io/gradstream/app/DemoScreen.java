package io.gradstream.app;

import io.gradstream.app.output.Figures;
import io.gradstream.version.ModelVersion;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * The progress of a demo: one line that changes on a terminal, short enough for 80 columns; a line
 * a second elsewhere.
 */
final class DemoScreen {
  private static final int BAR = 12;

  private final PrintStream out;
  private final long total;
  // What starts us knows; Java tells apart only whether standard input is one, and not always.
  private final boolean terminal = Boolean.getBoolean("gradstream.terminal");
  private final Duration every = terminal ? Duration.ofMillis(100) : Duration.ofSeconds(1);
  private long shownAtNs = Long.MIN_VALUE;
  private boolean open;

  DemoScreen(PrintStream out, long total) {
    this.out = out;
    this.total = total;
  }

  long total() {
    return total;
  }

  synchronized void show(ModelVersion version, long learned) {
    long nowNs = System.nanoTime();
    if (learned < total && shownAtNs != Long.MIN_VALUE && nowNs - shownAtNs < every.toNanos()) {
      return;
    }
    shownAtNs = nowNs;
    String flights =
        String.format(
            Locale.ROOT, "%,6d of %,d flights  version %-4d", learned, total, version.version());
    if (terminal) {
      out.print(
          "\r" + bar(learned) + flights + new Figures(version.metrics()).first() + "\u001b[K");
      open = true;
    } else {
      out.println(flights + new Figures(version.metrics()).text());
    }
    out.flush();
  }

  private String bar(long learned) {
    int filled = (int) (BAR * Math.min(learned, total) / Math.max(1, total));
    return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
  }

  /** Leaves the line that changes. */
  synchronized void end() {
    if (open) {
      out.println();
      open = false;
    }
  }
}
