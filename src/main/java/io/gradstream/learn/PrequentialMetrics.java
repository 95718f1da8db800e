package io.gradstream.learn;

import io.gradstream.data.LabelSettings;
import io.gradstream.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Prequential (test, then train) metrics: every sample is scored with the prediction made before it
 * was learned, over all samples and over the last {@value #WINDOW}, for the model and for the
 * baselines that need no features (Gama, Sebastião, Rodrigues, On evaluating stream learning
 * algorithms, 2013).
 */
public final class PrequentialMetrics {
  /** The samples of the sliding window. */
  public static final int WINDOW = 1000;

  private static final int[] PREDICTORS = {Judge.MODEL, Judge.NO_SKILL, Judge.NO_CHANGE};

  private final LabelSettings label;
  private final SlidingWindow window = new SlidingWindow(WINDOW);
  private final double[] pairs = new double[Judge.LENGTH];
  private Judge judge;
  private Score[] scores;

  /** Metrics that fit a label: log-loss, accuracy, AUC; or accuracy, log-loss; or MAE, RMSE, R². */
  public PrequentialMetrics(LabelSettings label) {
    this.label = label;
    this.judge = Judge.of(label);
    this.scores = newScores(judge);
  }

  /** Forgets everything. */
  void reset() {
    judge = Judge.of(label);
    scores = newScores(judge);
    window.reset();
  }

  private static Score[] newScores(Judge judge) {
    return new Score[] {judge.newScore(false), judge.newScore(true), judge.newScore(true)};
  }

  /**
   * Scores a batch.
   *
   * @param predictions {@code [rows, 1]} numbers or probabilities, or {@code [rows, classes]}
   * @param targets {@code [rows, 1]}
   */
  void record(Tensor predictions, Tensor targets) {
    for (int row = 0; row < targets.rows(); row++) {
      judge.judge(predictions, row, targets.data()[row], pairs);
      for (int i = 0; i < scores.length; i++) {
        scores[i].add(pairs[PREDICTORS[i]], pairs[PREDICTORS[i] + 1]);
      }
      window.add(pairs);
    }
  }

  /** {@code metrics}, {@code window} and {@code baselines}: the figures by name. */
  public Map<String, Object> report() {
    Score[] recent = newScores(judge);
    for (int i = 0; i < recent.length; i++) {
      window.scoreInto(recent[i], PREDICTORS[i]);
    }
    Map<String, Object> windowReport = new LinkedHashMap<>();
    windowReport.put("samples", window.size());
    windowReport.putAll(recent[0].figures());
    windowReport.put("baselines", baselines(recent));
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("metrics", scores[0].figures());
    report.put("window", windowReport);
    report.put("baselines", baselines(scores));
    return report;
  }

  /** The same on one level less: the figures over all samples, and beside them the rest. */
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>(scores[0].figures());
    Map<String, Object> report = report();
    report.remove("metrics");
    figures.putAll(report);
    return figures;
  }

  private static Map<String, Object> baselines(Score[] scores) {
    Map<String, Object> baselines = new LinkedHashMap<>();
    baselines.put("noSkill", scores[1].figures());
    baselines.put("noChange", scores[2].figures());
    return baselines;
  }

  /** The whole state by name, for {@link #restore}. */
  Map<String, double[]> state() {
    Map<String, double[]> state = new LinkedHashMap<>();
    state.put("metrics/judge", judge.state());
    state.put("metrics/window", window.state());
    for (int i = 0; i < scores.length; i++) {
      state.put("metrics/score" + i, scores[i].state());
    }
    return state;
  }

  /** Goes on from what {@link #state} gave. */
  void restore(Map<String, double[]> state) {
    judge.restore(State.require(state, "metrics/judge"));
    window.restore(State.require(state, "metrics/window"));
    for (int i = 0; i < scores.length; i++) {
      scores[i].restore(State.require(state, "metrics/score" + i));
    }
  }
}
