package io.gradstream.replica;

import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.learn.keyed.KeyedFigures;
import io.gradstream.version.KeyModel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest model of each key, as far as versions have come. One thread takes versions in, any may
 * ask.
 */
public final class KeyModels {
  private final Map<String, KeyModel> byKey = new ConcurrentHashMap<>();
  private long since;

  /** Takes in what has changed with a version; a model that was started over has forgotten all. */
  public void accept(AssembledVersion version) {
    if (!KeyedFigures.isIn(version.head())) {
      byKey.clear();
      return;
    }
    long first = KeyedFigures.of(version.head()).since();
    if (first != since) {
      byKey.clear();
      since = first;
    }
    version
        .keys()
        .forEach(
            (key, model) -> {
              if (model.version() >= first) {
                byKey.put(key, model);
              }
            });
  }

  /** The model of a key; null where it has none yet, and the shared one answers. */
  public @Nullable KeyModel of(String key) {
    return byKey.get(key);
  }
}
