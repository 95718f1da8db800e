package io.gradstream.learn.keyed;

import io.gradstream.version.KeyModel;
import io.gradstream.version.ModelVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a version says of the models for keys beside it.
 *
 * @param field which field of a sample says whose it is
 * @param since the first version of the learner's life: what is of a key and from before it is none
 *     of these
 * @param keys how many keys have a model
 * @param changed of how many the model has changed since the version before
 */
public record KeyedFigures(String field, long since, long keys, long changed) {
  private static final String FIELD = "field";
  private static final String SINCE = "since";
  private static final String KEYS = "keys";
  private static final String CHANGED = "changed";

  /** Whether there are models for keys beside a version. */
  public static boolean isIn(ModelVersion version) {
    return version.sample().containsKey(KeyModel.MEMBER);
  }

  /** The field that says whose a sample is, where there are models for keys beside a version. */
  public static Optional<String> fieldOf(ModelVersion version) {
    return isIn(version) ? Optional.of(of(version).field()) : Optional.empty();
  }

  /**
   * Those of a version.
   *
   * @throws IllegalArgumentException if there are no models for keys beside it
   */
  public static KeyedFigures of(ModelVersion version) {
    if (version.sample().get(KeyModel.MEMBER) instanceof Map<?, ?> tree
        && tree.get(FIELD) instanceof String field
        && tree.get(SINCE) instanceof Number since
        && tree.get(KEYS) instanceof Number keys
        && tree.get(CHANGED) instanceof Number changed) {
      return new KeyedFigures(field, since.longValue(), keys.longValue(), changed.longValue());
    }
    throw new IllegalArgumentException(
        "version %d of %s does not say which models for keys are beside it"
            .formatted(version.version(), version.model()));
  }

  /** As a version has them. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(FIELD, field);
    tree.put(SINCE, since);
    tree.put(KEYS, keys);
    tree.put(CHANGED, changed);
    return tree;
  }
}
