package io.gradstream.serve;

import java.util.ArrayList;
import java.util.List;

/**
 * The past of a learner in this process, in at most {@value #MOST} points however long that is:
 * when they are too many every second one is dropped, and the next ones come half as often.
 */
final class LearningCurve {
  static final int MOST = 1_000;
  private static final long FIRST_GAP_MS = 100;

  private final List<CurvePoint> points = new ArrayList<>();
  private long gapMs = FIRST_GAP_MS;
  private long newestMs;
  private long number;

  /** Whether enough time has passed since the newest point for another one. */
  synchronized boolean isDue(long atMs) {
    return points.isEmpty() || atMs - newestMs >= gapMs;
  }

  /** The number of the next point. */
  synchronized long next() {
    return ++number;
  }

  synchronized void add(CurvePoint point) {
    if (points.size() == MOST) {
      thin();
    }
    points.add(point);
    newestMs = point.atMs();
  }

  private void thin() {
    List<CurvePoint> kept = new ArrayList<>();
    for (int i = 1; i < points.size(); i += 2) {
      kept.add(points.get(i));
    }
    points.clear();
    points.addAll(kept);
    gapMs *= 2;
  }

  /** Those that came behind the one of a number, oldest first. */
  synchronized List<CurvePoint> after(long seen) {
    return points.stream().filter(point -> point.number() > seen).toList();
  }
}
