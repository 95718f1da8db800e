package io.gradstream.learn.challenge;

import io.gradstream.tensor.Tensor;
import io.gradstream.version.Checkpoint;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.NamedState;
import io.gradstream.version.Snapshot;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A snapshot of a champion with those of its challengers in its checkpoint, under their names. One
 * without challengers is the champion's own.
 *
 * @param snapshot of all of them
 */
public record JointSnapshot(Snapshot snapshot) {
  private static final String TEXTS = "challenge.";
  private static final String CHAMPION = TEXTS + "champion";
  private static final String PREFIX = "challenge/";
  private static final String PARAMETERS = "parameters/";
  private static final String STATE = "state/";

  /** Of a champion of this name alone. */
  public static JointSnapshot of(String champion, Snapshot own) {
    Map<String, String> texts = new HashMap<>(own.checkpoint().configuration());
    texts.put(CHAMPION, champion);
    return of(own, texts, own.checkpoint().tensors(), own.checkpoint().numbers());
  }

  private static JointSnapshot of(
      Snapshot own,
      Map<String, String> texts,
      Map<String, Tensor> tensors,
      Map<String, double[]> numbers) {
    Checkpoint joint = new Checkpoint(own.checkpoint().version(), texts, tensors, numbers);
    return new JointSnapshot(new Snapshot(own.version(), joint, own.blocks()));
  }

  /** The same with what is known of the contest. */
  public JointSnapshot with(Map<String, double[]> contest) {
    Map<String, double[]> numbers = new HashMap<>(snapshot.checkpoint().numbers());
    contest.forEach((key, each) -> numbers.put(PREFIX + key, each));
    Checkpoint joint = snapshot.checkpoint();
    return of(snapshot, joint.configuration(), joint.tensors(), numbers);
  }

  /** The same with a challenger's. */
  public JointSnapshot with(String challenger, Snapshot theirs) {
    String prefix = PREFIX + challenger + "/";
    Map<String, String> texts = new HashMap<>(snapshot.checkpoint().configuration());
    Map<String, Tensor> tensors = new HashMap<>(snapshot.checkpoint().tensors());
    Map<String, double[]> numbers = new HashMap<>(snapshot.checkpoint().numbers());
    Checkpoint own = theirs.checkpoint();
    own.configuration().forEach((key, each) -> texts.put(TEXTS + challenger + "." + key, each));
    own.tensors().forEach((key, each) -> tensors.put(prefix + STATE + key, each));
    own.numbers().forEach((key, each) -> numbers.put(prefix + STATE + key, each));
    theirs
        .version()
        .parameters()
        .forEach((key, each) -> tensors.put(prefix + PARAMETERS + key, each));
    return of(snapshot, texts, tensors, numbers);
  }

  /** Who is published; {@code base} where there was nobody else. */
  public String championName() {
    return snapshot.checkpoint().configuration().getOrDefault(CHAMPION, ChallengerSettings.BASE);
  }

  /** The configuration of each challenger by name. */
  public SortedMap<String, Map<String, String>> challengers() {
    SortedMap<String, Map<String, String>> all = new TreeMap<>();
    snapshot
        .checkpoint()
        .configuration()
        .forEach(
            (key, value) -> {
              int dot = key.indexOf('.', TEXTS.length());
              if (key.startsWith(TEXTS) && dot > 0) {
                all.computeIfAbsent(key.substring(TEXTS.length(), dot), name -> new TreeMap<>())
                    .put(key.substring(dot + 1), value);
              }
            });
    return all;
  }

  /** The champion's own, as if there had been nobody else. */
  public Snapshot champion() {
    Checkpoint joint = snapshot.checkpoint();
    if (!joint.configuration().containsKey(CHAMPION)) {
      return snapshot;
    }
    Checkpoint own =
        new Checkpoint(
            joint.version(),
            without(TEXTS, joint.configuration()),
            without(PREFIX, joint.tensors()),
            without(PREFIX, joint.numbers()));
    return new Snapshot(snapshot.version(), own, snapshot.blocks());
  }

  /**
   * A challenger's own, with the champion's words where it has none.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public Snapshot challenger(String name) {
    String prefix = PREFIX + name + "/";
    Checkpoint joint = snapshot.checkpoint();
    Checkpoint own =
        new Checkpoint(
            joint.version(),
            NamedState.require(challengers(), name),
            below(prefix + STATE, joint.tensors()),
            below(prefix + STATE, joint.numbers()));
    ModelVersion head = snapshot.version().with(below(prefix + PARAMETERS, joint.tensors()));
    return new Snapshot(head, own);
  }

  /** What was known of the contest. */
  public Map<String, double[]> contest() {
    return below(PREFIX, snapshot.checkpoint().numbers());
  }

  private static <T> Map<String, T> without(String prefix, Map<String, T> entries) {
    Map<String, T> rest = new HashMap<>(entries);
    rest.keySet().removeIf(key -> key.startsWith(prefix));
    return rest;
  }

  private static <T> Map<String, T> below(String prefix, Map<String, T> entries) {
    Map<String, T> below = new TreeMap<>();
    entries.forEach(
        (key, each) -> {
          if (key.startsWith(prefix)) {
            below.put(key.substring(prefix.length()), each);
          }
        });
    return Collections.unmodifiableMap(below);
  }
}
