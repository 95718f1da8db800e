package io.gradstream.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The past of a learner in this process, in at most {@value #MOST} points however long that is:
 * when they are too many every second one is dropped, and from then on every second version has no
 * point either.
 */
final class LearningCurve {
  static final int MOST = 1_000;

  private final List<CurvePoint> points = new ArrayList<>();
  private long versions;
  private long stride = 1;

  /** Counts a version; whether it has a point. */
  synchronized boolean isDue() {
    return versions++ % stride == 0;
  }

  /** Adds the point of a version that was due. */
  synchronized void add(CurvePoint point) {
    points.add(point);
    if (points.size() > MOST) {
      thin();
    }
  }

  /** The first one stays, so that those to come keep their distance. */
  private void thin() {
    List<CurvePoint> kept = new ArrayList<>();
    for (int i = 0; i < points.size(); i += 2) {
      kept.add(points.get(i));
    }
    points.clear();
    points.addAll(kept);
    stride *= 2;
  }

  /** The newest point, if there is one. */
  synchronized Optional<CurvePoint> newest() {
    return points.isEmpty() ? Optional.empty() : Optional.of(points.get(points.size() - 1));
  }

  /** Those behind the one of a version, oldest first. */
  synchronized List<CurvePoint> after(long version) {
    return points.stream().filter(point -> point.version() > version).toList();
  }
}
