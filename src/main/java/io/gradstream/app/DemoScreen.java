package io.gradstream.app;

import io.gradstream.learn.ModelVersion;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** The progress of a demo: one line that changes on a terminal, a line a second elsewhere. */
final class DemoScreen {
  private static final int BAR = 24;

  private final long total;
  private final boolean terminal = System.console() != null;
  private final Duration every = terminal ? Duration.ofMillis(100) : Duration.ofSeconds(1);
  private final PrintStream out = System.err;
  private long shownAtNs = Long.MIN_VALUE;
  private boolean open;

  DemoScreen(long total) {
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
    String line = line(version, learned);
    if (terminal) {
      out.print("\r" + line + "\u001b[K");
      open = true;
    } else {
      out.println(line);
    }
    out.flush();
  }

  private String line(ModelVersion version, long learned) {
    int filled = (int) (BAR * Math.min(learned, total) / Math.max(1, total));
    return String.format(
        Locale.ROOT,
        "[%s%s] %,6d of %,d flights  version %-4d %s",
        "#".repeat(filled),
        ".".repeat(BAR - filled),
        learned,
        total,
        version.version(),
        VersionLine.figures(version.metrics()));
  }

  /** Leaves the line that changes. */
  synchronized void end() {
    if (open) {
      out.println();
      open = false;
    }
  }
}
