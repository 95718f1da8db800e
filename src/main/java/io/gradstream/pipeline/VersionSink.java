package io.gradstream.pipeline;

import reactor.core.publisher.Mono;

/** Where versions go. */
public interface VersionSink {
  /**
   * Publishes atomically: completes once the publication can be read by others and its offsets are
   * committed. Where it fails nobody knows, until another session restores, whether all of it is
   * committed or nothing; in between there is nothing. Called for one publication at a time; never
   * blocks the caller.
   *
   * <p>Fails with {@link WholeVersionWantedException} where it is to be called again instead.
   */
  Mono<Void> publish(Publication publication);

  /**
   * Has an action run, on whatever thread, when a version is wanted although nothing may have
   * happened since the last one.
   */
  default void onWanted(Runnable action) {}
}
