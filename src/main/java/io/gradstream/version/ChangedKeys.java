package io.gradstream.version;

import java.util.List;

/**
 * The models of keys that have changed since the version before.
 *
 * @param since the first version of the learner's life: what topics have of a key from before it is
 *     of another
 * @param models as consumers get them
 * @param states as the learner goes on with them, in the same order
 */
public record ChangedKeys(long since, List<KeyModel> models, List<KeyState> states) {
  /** Copies the lists. */
  public ChangedKeys {
    models = List.copyOf(models);
    states = List.copyOf(states);
  }
}
