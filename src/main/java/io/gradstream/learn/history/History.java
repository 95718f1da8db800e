package io.gradstream.learn.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which versions of a model are kept beyond its newest, and when the next of them is due: so many
 * samples behind the last, or so much later by the timestamps of the records. Not thread-safe.
 */
public final class History {
  private static final String NAME = "learner/history";

  /** Begins the names of how many records of a kind each of the versions has. */
  private static final String PARTS = NAME + "/parts/";

  private static final int HEAD = 2;
  private static final long UNKNOWN = -1;

  private final List<KeptVersion> kept = new ArrayList<>();
  private long sinceSamples;
  private long sinceMs = UNKNOWN;
  private long samples;
  private long ms = UNKNOWN;
  private boolean due;

  /**
   * Samples were learned.
   *
   * @param settings how often a version is kept
   * @param learned how many there are in all
   * @param timestampMs when the last of them was written, in ms since the epoch; empty where nobody
   *     knows
   */
  public void learned(HistorySettings settings, long learned, OptionalLong timestampMs) {
    samples = learned;
    ms = timestampMs.orElse(UNKNOWN);
    // A model that is taken back, and the first whose records say when they were written.
    sinceSamples = Math.min(sinceSamples, learned);
    sinceMs = sinceMs == UNKNOWN ? ms : sinceMs;
    due |= settings.isReached(samples - sinceSamples, ms - sinceMs);
  }

  /** Whether the next version is to be kept. */
  public boolean isDue() {
    return due;
  }

  /**
   * Has a version kept.
   *
   * @param most so many are kept, the newest
   * @return those that are kept no more in its stead
   */
  public List<KeptVersion> keep(KeptVersion version, int most) {
    due = false;
    sinceSamples = samples;
    sinceMs = ms;
    kept.add(version);
    List<KeptVersion> oldest = kept.subList(0, Math.max(0, kept.size() - most));
    List<KeptVersion> dropped = List.copyOf(oldest);
    oldest.clear();
    return dropped;
  }

  /** A version that was to be kept has not come about: the next is kept in its stead. */
  public void takeBack(Retention retention) {
    kept.remove(kept.size() - 1);
    kept.addAll(0, retention.dropped());
    due = true;
  }

  /** Everything there is to restore, under its name; nothing where nothing was ever kept or due. */
  public Map<String, double[]> state() {
    if (sinceMs == UNKNOWN && kept.isEmpty()) {
      return Map.of();
    }
    double[] numbers = new double[HEAD + kept.size()];
    numbers[0] = sinceSamples;
    numbers[1] = sinceMs;
    for (int i = 0; i < kept.size(); i++) {
      numbers[HEAD + i] = kept.get(i).version();
    }
    Map<String, double[]> state = new HashMap<>();
    state.put(NAME, numbers);
    for (int i = 0; i < kept.size(); i++) {
      addParts(i, state);
    }
    return state;
  }

  private void addParts(int i, Map<String, double[]> state) {
    kept.get(i)
        .parts()
        .forEach(
            (kind, count) ->
                state.computeIfAbsent(PARTS + kind, name -> new double[kept.size()])[i] = count);
  }

  /** Goes on where {@link #state} was taken, or anew where it is not among the numbers. */
  public void restore(Map<String, double[]> state) {
    double[] numbers = state.getOrDefault(NAME, new double[] {0, UNKNOWN});
    sinceSamples = (long) numbers[0];
    sinceMs = (long) numbers[1];
    due = false;
    kept.clear();
    for (int i = HEAD; i < numbers.length; i++) {
      kept.add(new KeptVersion((long) numbers[i], parts(i - HEAD, state)));
    }
  }

  private static SortedMap<String, Integer> parts(int i, Map<String, double[]> state) {
    SortedMap<String, Integer> parts = new TreeMap<>();
    state.forEach(
        (name, counts) -> {
          if (name.startsWith(PARTS) && counts[i] > 0) {
            parts.put(name.substring(PARTS.length()), (int) counts[i]);
          }
        });
    return parts;
  }
}
