package io.gradstream.learn.metrics;

import io.gradstream.version.NamedState;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The state of metrics as it was kept before samples had weights. What was counted and summed up
 * goes on; the model's AUC, its figures by class and the window begin anew, for what was kept of
 * them says too little.
 */
final class EarlierMetrics {
  private static final String JUDGE = "metrics/judge";

  /** Count, loss and hits; behind them there was a histogram of scores. */
  private static final int SUMS = 3;

  /** Of numbers there were as many sums, and nothing else. */
  private static final int SUMS_OF_NUMBERS = 5;

  private EarlierMetrics() {}

  /** The state as it is kept now; the same if it is. */
  static Map<String, double[]> converted(Map<String, double[]> saved) {
    if (!saved.containsKey(JUDGE)) {
      return saved;
    }
    double[] model = NamedState.require(saved, "metrics/score0");
    Map<String, double[]> state = new HashMap<>();
    state.put("metrics/baselines", NamedState.require(saved, JUDGE));
    state.put("metrics/last", new double[1]);
    state.put("metrics/model", model.length > SUMS_OF_NUMBERS ? Arrays.copyOf(model, SUMS) : model);
    state.put("metrics/noSkill", NamedState.require(saved, "metrics/score1"));
    state.put("metrics/noChange", NamedState.require(saved, "metrics/score2"));
    return state;
  }
}
