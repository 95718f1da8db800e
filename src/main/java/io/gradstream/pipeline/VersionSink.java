package io.gradstream.pipeline;

import reactor.core.publisher.Mono;

/** Where versions go. */
public interface VersionSink {
  /**
   * Publishes atomically: completes once the publication can be read by others and its offsets are
   * committed. Where it fails nobody knows, until another session restores, whether all of it is
   * committed or nothing; in between there is nothing. Called for one publication at a time; never
   * blocks the caller.
   */
  Mono<Void> publish(Publication publication);
}
