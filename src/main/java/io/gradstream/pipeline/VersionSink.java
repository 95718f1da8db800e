package io.gradstream.pipeline;

import reactor.core.publisher.Mono;

/** Where versions go. */
public interface VersionSink {
  /**
   * Publishes atomically: completes once the publication can be read by others and its offsets are
   * committed, fails when none of it is. Called for one publication at a time; never blocks the
   * caller.
   */
  Mono<Void> publish(Publication publication);
}
