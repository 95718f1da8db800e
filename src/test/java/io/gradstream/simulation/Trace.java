package io.gradstream.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Who did what when, a line a step. */
final class Trace {
  private final int most;
  private final Deque<String> lines = new ArrayDeque<>();

  private Trace(int most) {
    this.most = most;
  }

  /** One that nobody reads. */
  static Trace none() {
    return new Trace(0);
  }

  /** One that keeps the last steps. */
  static Trace ofLast(int steps) {
    return new Trace(steps);
  }

  void tell(long nowNs, String who, String what) {
    if (most > 0) {
      lines.add(String.format(Locale.ROOT, "%12.6f  %-24s %s", nowNs / 1e9, who, what));
      if (lines.size() > most) {
        lines.remove();
      }
    }
  }

  boolean isRead() {
    return most > 0;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
