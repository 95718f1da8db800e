package io.gradstream.serve;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is served.
 *
 * @param readiness what {@code /readyz} tells
 * @param metrics a scrape in Prometheus' text format 0.0.4
 * @param dashboard what people look at, if there is something to look at
 * @param commands how commands are given, if they are
 * @param predictions who answers samples, if anybody does
 */
public record Site(
    Readiness readiness,
    Supplier<String> metrics,
    Optional<Dashboard> dashboard,
    Optional<Commands> commands,
    Optional<Predictions> predictions) {
  /** That of a learner that nobody commands over HTTP, and nobody asks. */
  public Site(Readiness readiness, Supplier<String> metrics, Dashboard dashboard) {
    this(readiness, metrics, Optional.of(dashboard), Optional.empty(), Optional.empty());
  }
}
