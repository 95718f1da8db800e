package io.gradstream.learn.drift;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.drift.DriftSettings.Method;
import io.gradstream.learn.drift.DriftSettings.Reaction;
import io.gradstream.settings.SettingsText;
import io.gradstream.version.NamedState;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for changes of the world in the loss of every step, measured before the step learned it. A
 * loss that rises is one, and gets a mark. One that falls is not, for a model that learns gets
 * better: its tests begin anew without a word, as they do behind a mark. Where it is asked for, the
 * values of features are compared with what they were too.
 *
 * <p>Decided by samples and losses alone, so that the same samples have the same marks. Not
 * thread-safe; taking in allocates nothing.
 */
public final class DriftMonitor {
  /** What the names of all that is kept of it begin with. */
  public static final String PREFIX = "drift/";

  /** The newest marks that are kept. */
  static final int MOST_MARKS = 20;

  private static final String WAITING = PREFIX + "waiting";
  private static final String SCALE = PREFIX + "scale";
  private static final String MARKS = PREFIX + "marks";
  private static final String STABILITY = PREFIX + SettingsText.of(Method.PSI);
  private static final long LONGEST = 1L << 53;

  /** How sure a cut is; what that makes of false alarms, the page says as it was measured. */
  private static final double DELTA = 1e-5;

  /** By how much, and for how many samples behind a mark, the learning rate is larger. */
  private static final double RAISED = 3;

  private static final long RAISED_SAMPLES = 1_000;

  private static final double TOLERATED_DEVIATIONS = 0.4;
  private static final double MOST_DEVIATIONS = 28;

  private final Method[] methods;
  private final Detector[] detectors;
  private final Losses waiting = new Losses();
  private final LossScale scale = new LossScale();
  private final @Nullable PopulationStability stability;

  /** Of each mark the samples before it, and which test has made it. */
  private final long[] marks = new long[MOST_MARKS];

  private final int[] makers = new int[MOST_MARKS];
  private final boolean raisesRate;
  private final boolean resetsOptimizer;
  private long marked;

  /** Within a step: whether it has made a mark. */
  private boolean isFound;

  /** A monitor that has seen nothing of samples of this schema. */
  public DriftMonitor(DriftSettings settings, SampleSettings sample) {
    this.raisesRate = settings.react().contains(Reaction.RAISE_RATE);
    this.resetsOptimizer = settings.react().contains(Reaction.RESET_OPTIMIZER);
    this.stability =
        settings.detect().contains(Method.PSI) ? new PopulationStability(sample) : null;
    this.methods =
        settings.detect().stream().filter(each -> each != Method.PSI).toArray(Method[]::new);
    this.detectors = Arrays.stream(methods).map(DriftMonitor::detector).toArray(Detector[]::new);
  }

  private static Detector detector(Method method) {
    return switch (method) {
      case ADWIN -> new Adwin(DELTA);
      case PAGE_HINKLEY -> new PageHinkley(TOLERATED_DEVIATIONS, MOST_DEVIATIONS);
      case PSI -> throw new IllegalArgumentException("psi is no test of the loss");
    };
  }

  /**
   * Takes in the loss of a step. Losses are looked at together, and a mark is made behind the last.
   *
   * @param samples that have been learned with it
   * @return whether there is a mark that was not there behind the step before
   */
  public boolean observe(double loss, long samples) {
    waiting.add(loss, samples);
    if (waiting.isDue()) {
      lookAt(samples);
    }
    boolean found = isFound;
    isFound = false;
    return found;
  }

  private void lookAt(long samples) {
    waiting.scale(scale);
    if (waiting.count() > 0) {
      test(samples);
    }
    waiting.clear();
  }

  private void test(long samples) {
    for (int i = 0; i < detectors.length; i++) {
      int change = detectors[i].add(waiting);
      if (change != 0) {
        mark(change, samples, methods[i]);
        beginAnew();
        return;
      }
    }
  }

  /**
   * Takes in the samples of a step, if they are new, before its loss.
   *
   * @param samples how many have been before them
   */
  public void observe(MiniBatch batch, long samples) {
    if (stability != null && stability.observe(batch, samples)) {
      mark(1, samples + batch.rows(), Method.PSI);
      stability.beginAnew();
    }
  }

  private void mark(int change, long samples, Method by) {
    if (change > 0) {
      int at = (int) (marked % MOST_MARKS);
      marks[at] = samples;
      makers[at] = by.ordinal();
      marked++;
      isFound = true;
    }
  }

  private void beginAnew() {
    scale.reset();
    for (Detector detector : detectors) {
      detector.reset();
    }
  }

  /**
   * What the learning rate is multiplied by in the next step.
   *
   * @param samples that have been learned before it
   */
  public double rateFactor(long samples) {
    if (!raisesRate || marked == 0) {
      return 1;
    }
    long newest = marks[(int) ((marked - 1) % MOST_MARKS)];
    return samples - newest < RAISED_SAMPLES ? RAISED : 1;
  }

  /** Whether the optimizer begins anew behind a mark. */
  public boolean resetsOptimizer() {
    return resetsOptimizer;
  }

  /** How many marks there were by a state that {@link #state} gave; 0 where it has none. */
  public static long markedBy(Map<String, double[]> state) {
    return (long) state.getOrDefault(MARKS, new double[1])[0];
  }

  /** How many marks there have been in the model's life. */
  public long marked() {
    return marked;
  }

  /**
   * What a version says of it: how many {@code changes} there have been, and of the newest, oldest
   * first, behind how many {@code samples} it was found {@code by} what; and of every feature that
   * is looked at its index of {@code stability}.
   */
  public Map<String, Object> describe() {
    int kept = (int) Math.min(marked, MOST_MARKS);
    return describe(
        marked,
        IntStream.range(0, kept)
            .map(i -> (int) ((marked - kept + i) % MOST_MARKS))
            .mapToObj(at -> mark(marks[at], Method.values()[makers[at]]))
            .toList(),
        stability == null ? List.of() : stability.describe());
  }

  /** The longest that it could become. */
  public Map<String, Object> outline() {
    Map<String, Object> longest = mark(LONGEST, Method.PAGE_HINKLEY);
    return describe(
        LONGEST,
        IntStream.range(0, MOST_MARKS).mapToObj(each -> longest).toList(),
        stability == null ? List.of() : stability.outline());
  }

  private static Map<String, Object> describe(
      long changes, List<Map<String, Object>> newest, List<Map<String, Object>> features) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("changes", changes);
    description.put("newest", newest);
    if (!features.isEmpty()) {
      description.put("stability", features);
    }
    return description;
  }

  private static Map<String, Object> mark(long samples, Method by) {
    Map<String, Object> mark = new LinkedHashMap<>();
    mark.put("samples", samples);
    mark.put("by", SettingsText.of(by));
    return mark;
  }

  /** The whole state by name, for {@link #restore}. */
  public Map<String, double[]> state() {
    Map<String, double[]> state = new TreeMap<>();
    state.put(WAITING, waiting.state());
    state.put(SCALE, scale.state());
    for (int i = 0; i < detectors.length; i++) {
      state.put(PREFIX + SettingsText.of(methods[i]), detectors[i].state());
    }
    if (stability != null) {
      state.put(STABILITY, stability.state());
    }
    double[] all = new double[1 + 2 * MOST_MARKS];
    all[0] = marked;
    for (int i = 0; i < MOST_MARKS; i++) {
      all[1 + 2 * i] = marks[i];
      all[2 + 2 * i] = makers[i];
    }
    state.put(MARKS, all);
    return state;
  }

  /**
   * Goes on from what {@link #state} gave; of one from before losses waited, the tests begin anew.
   *
   * @throws IllegalArgumentException if part of it is missing
   */
  public void restore(Map<String, double[]> state) {
    if (state.containsKey(WAITING)) {
      restoreTests(state);
    } else {
      waiting.reset();
      beginAnew();
    }
    if (stability != null) {
      stability.restore(NamedState.require(state, STABILITY));
    }
    double[] all = NamedState.require(state, MARKS);
    marked = (long) all[0];
    for (int i = 0; i < MOST_MARKS; i++) {
      marks[i] = (long) all[1 + 2 * i];
      makers[i] = (int) all[2 + 2 * i];
    }
  }

  private void restoreTests(Map<String, double[]> state) {
    waiting.restore(NamedState.require(state, WAITING));
    scale.restore(NamedState.require(state, SCALE));
    for (int i = 0; i < detectors.length; i++) {
      detectors[i].restore(NamedState.require(state, PREFIX + SettingsText.of(methods[i])));
    }
  }
}
