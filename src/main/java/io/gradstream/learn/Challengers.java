package io.gradstream.learn;

import io.gradstream.learn.challenge.ChallengerSettings;
import io.gradstream.learn.challenge.JointSnapshot;
import io.gradstream.version.NamedState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The challengers of a champion by their names, and how often each has begun anew. */
final class Challengers {
  private static final String TEST = "/test";
  private static final String RATE = "/rate";
  private static final String RESTARTS = "/restarts";

  private final SortedMap<String, LearnerSettings> settings;
  private final Function<LearnerSettings, Learner> newLearner;
  private final SortedMap<String, Challenger> all = new TreeMap<>();
  private final Map<String, Long> restarts = new TreeMap<>();

  // The challengers again, for walking over them without allocating.
  private Challenger[] inOrder = {};
  private String[] names = {};

  /**
   * None yet.
   *
   * @param settings of all by their names, the champion's among them
   * @param newLearner gives one that has learned nothing
   */
  Challengers(
      SortedMap<String, LearnerSettings> settings, Function<LearnerSettings, Learner> newLearner) {
    this.settings = settings;
    this.newLearner = newLearner;
  }

  /** All of them by their names, in that order. */
  SortedMap<String, Challenger> all() {
    return Collections.unmodifiableSortedMap(all);
  }

  /** Their names. */
  List<String> names() {
    return List.of(names);
  }

  /** How many there are. */
  int count() {
    return inOrder.length;
  }

  /** One of them, in the order of their names. */
  Challenger at(int index) {
    return inOrder[index];
  }

  /** Its name. */
  String nameAt(int index) {
    return names[index];
  }

  /** Gives one its name. */
  void put(String name, Challenger challenger) {
    all.put(name, challenger);
    arrange();
  }

  /** Takes one away; null if there is none of this name. */
  @Nullable Challenger remove(String name) {
    Challenger removed = all.remove(name);
    arrange();
    return removed;
  }

  private void arrange() {
    inOrder = all.values().toArray(Challenger[]::new);
    names = all.keySet().toArray(String[]::new);
  }

  /** Has one of this name that has learned nothing. */
  void begin(String name, String champion) {
    put(name, new Challenger(newLearner.apply(settingsOf(name, champion))));
  }

  /** The same, which counts on from what the champion has learned. */
  void beginAnew(String name, String champion, long samples) {
    begin(name, champion);
    NamedState.require(all, name).learner().counters().continueSamples(samples);
    restarts.merge(name, 1L, Long::sum);
  }

  private LearnerSettings settingsOf(String name, String champion) {
    return NamedState.require(settings, name.equals(ChallengerSettings.FRESH) ? champion : name);
  }

  /** What is to be kept of them, but for their learners. */
  Map<String, double[]> state() {
    Map<String, double[]> state = new TreeMap<>();
    all.forEach((each, challenger) -> state.putAll(state(each, challenger)));
    restarts.forEach((each, count) -> state.put(each + RESTARTS, new double[] {count}));
    return state;
  }

  private static Map<String, double[]> state(String each, Challenger challenger) {
    Map<String, double[]> state = new TreeMap<>();
    state.put(each + TEST, challenger.test().state());
    challenger
        .learner()
        .control()
        .rate()
        .ifPresent(rate -> state.put(each + RATE, new double[] {rate}));
    return state;
  }

  /** What versions and summaries say of each. */
  Map<String, Object> describe() {
    Map<String, Object> figures = new LinkedHashMap<>();
    all.forEach((each, challenger) -> figures.put(each, describe(each, challenger)));
    return figures;
  }

  private Map<String, Object> describe(String each, Challenger challenger) {
    Map<String, Object> description = challenger.describe();
    long begun = restarts.getOrDefault(each, 0L);
    if (begun > 0) {
      description.put("restarts", begun);
    }
    return description;
  }

  /** Has none, each of which has begun anew as often as was kept. */
  void forget(Map<String, double[]> state) {
    all.clear();
    arrange();
    restoreRestarts(state);
  }

  private void restoreRestarts(Map<String, double[]> state) {
    restarts.clear();
    Set<String> known = new TreeSet<>(settings.keySet());
    known.add(ChallengerSettings.FRESH);
    for (String each : known) {
      double[] count = state.get(each + RESTARTS);
      if (count != null) {
        restarts.put(each, (long) count[0]);
      }
    }
  }

  /**
   * Takes one up again that has just begun, unless it was learned with other settings.
   *
   * @return what there is to say of it
   */
  List<String> restore(String each, String champion, JointSnapshot joint) {
    Map<String, String> before = joint.challengers().get(each);
    Challenger challenger = NamedState.require(all, each);
    LearnerSettings own = settingsOf(each, champion);
    if (before != null && own.differencesSince(before).isEmpty()) {
      challenger.learner().restore(joint.challenger(each));
      restore(each, challenger, joint.contest());
      return List.of();
    }
    challenger.learner().counters().continueSamples(joint.snapshot().version().samples());
    return List.of(
        "challenger %s begins anew: %s"
            .formatted(
                each,
                before == null ? "it is new" : String.join("; ", own.differencesSince(before))));
  }

  private static void restore(String each, Challenger challenger, Map<String, double[]> state) {
    Optional<double[]> rate = Optional.ofNullable(state.get(each + RATE));
    challenger.learner().ownRate(rate.map(told -> told[0]));
    challenger.test().restore(NamedState.require(state, each + TEST));
  }
}
