package io.gradstream.serve;

import io.gradstream.pipeline.Lag;
import java.time.Clock;

/** Dashboards of learners that have not begun. */
public final class Dashboards {
  private Dashboards() {}

  /** One that tells of a readiness, and of nothing else. */
  public static Dashboard of(Readiness readiness) {
    Clock clock = Clock.systemUTC();
    return new Dashboard(
        "late", readiness, Lag::none, new LearnerMetrics("late", Lag::none, clock), clock);
  }
}
