package io.gradstream.learn.keyed;

import io.gradstream.version.ChangedKeys;
import io.gradstream.version.KeyState;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The models of all keys in memory, for whoever publishes to nowhere else. For any thread. */
public final class KeptKeys implements KeyStates {
  private final Map<String, KeyState> byKey = new ConcurrentHashMap<>();

  /** Takes in what has changed with a version. */
  public void accept(ChangedKeys changed) {
    changed.states().forEach(state -> byKey.put(state.key(), state));
  }

  @Override
  public @Nullable KeyState fetch(String key) {
    return byKey.get(key);
  }
}
