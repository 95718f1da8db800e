package io.gradstream.replica;

import io.gradstream.codec.block.AssembledVersion;
import reactor.core.publisher.Flux;

/** Where a model's versions are published. */
@FunctionalInterface
public interface VersionSource {
  /**
   * The newest version that is there now, as soon as there is one, and then whatever comes, each
   * whole; what is no version, or is damaged, is passed over and told. Without an end; a failure if
   * nobody answers, and whoever subscribes again begins again.
   *
   * @param topic where they are published
   * @param model the model's name
   */
  Flux<AssembledVersion> versions(String topic, String model);
}
