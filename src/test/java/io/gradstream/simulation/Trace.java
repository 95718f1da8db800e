package io.gradstream.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Who did what when, a line a step, where somebody reads it. */
final class Trace {
  private final boolean read;
  private final List<String> lines = new ArrayList<>();

  private Trace(boolean read) {
    this.read = read;
  }

  /** One that nobody reads. */
  static Trace none() {
    return new Trace(false);
  }

  /** One that has every step. */
  static Trace full() {
    return new Trace(true);
  }

  void tell(long nowNs, String who, String what) {
    if (read) {
      lines.add(String.format(Locale.ROOT, "%12.6f  %-24s %s", nowNs / 1e9, who, what));
    }
  }

  boolean isRead() {
    return read;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
