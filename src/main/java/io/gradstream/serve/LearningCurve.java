package io.gradstream.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The past of a learner, in at most {@value #MOST} points however long that is: when they are too
 * many every second one is dropped, and from then on every second version has no point either. A
 * model that starts over starts its curve over.
 */
final class LearningCurve {
  static final int MOST = 1_000;

  private final List<CurvePoint> points = new ArrayList<>();
  private long versions;
  private long stride = 1;
  private long fillings;

  /** Counts a version; whether it has a point. */
  synchronized boolean isDue() {
    return versions++ % stride == 0;
  }

  /** Adds the point of a version that was due. */
  synchronized void add(CurvePoint point) {
    append(point);
  }

  private void append(CurvePoint point) {
    if (!points.isEmpty() && point.samples() < points.get(points.size() - 1).samples()) {
      points.clear();
    }
    points.add(point);
    if (points.size() > MOST) {
      thin();
    }
  }

  /** Puts in front of what it has, oldest first, what was before. */
  synchronized void fill(List<CurvePoint> past) {
    List<CurvePoint> since = List.copyOf(points);
    long first = since.isEmpty() ? Long.MAX_VALUE : since.get(0).version();
    points.clear();
    past.stream().filter(point -> point.version() < first).forEach(this::follow);
    since.forEach(this::append);
    fillings++;
  }

  private void follow(CurvePoint point) {
    append(newest().map(point::behind).orElse(point));
  }

  /** How often it was filled: what was told of it before is not all of it. */
  synchronized long fillings() {
    return fillings;
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
