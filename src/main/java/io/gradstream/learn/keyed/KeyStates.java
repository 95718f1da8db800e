package io.gradstream.learn.keyed;

import io.gradstream.version.KeyState;
import org.jspecify.annotations.Nullable;

/** Where the models of keys are that were published, for the one that is not in memory. */
public interface KeyStates {
  /** Nothing was published, or nothing of it is kept. */
  KeyStates NONE = key -> null;

  /**
   * What the newest published version has of a key's model; null where it has none. May block.
   *
   * @throws RuntimeException if that cannot be read now
   */
  @Nullable KeyState fetch(String key);
}
