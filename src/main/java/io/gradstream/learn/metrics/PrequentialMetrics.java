package io.gradstream.learn.metrics;

import io.gradstream.data.LabelSettings;
import io.gradstream.version.NamedState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Prequential (test, then train) metrics: every sample is scored with the prediction made before it
 * was learned, over all samples and over the last {@value #WINDOW}, for the model and for the
 * baselines that need no features (Gama, Sebastião, Rodrigues, On evaluating stream learning
 * algorithms, 2013). A sample counts by its weight. A figure that is not defined, for want of
 * samples or of a class, is left out.
 */
public final class PrequentialMetrics {
  /** The samples of the sliding window. */
  public static final int WINDOW = 1000;

  private static final String[] PREDICTORS = {"model", "noSkill", "noChange"};
  private static final String PREFIX = "metrics/";
  private static final String BASELINES = PREFIX + "baselines";
  private static final String LAST = PREFIX + "last";

  private final LabelSettings label;
  private final SlidingWindow window;
  private final double[] sample;
  private final Score[] scores;
  private final Score[] recent;
  private Scorer scorer;

  /**
   * Metrics that fit a label: log-loss, accuracy, AUC; or log-loss, accuracy, and the model's
   * figures by class; or MAE, RMSE, R².
   */
  public PrequentialMetrics(LabelSettings label) {
    this.label = label;
    this.scorer = Scorer.of(label);
    this.window = new SlidingWindow(WINDOW, scorer.length());
    this.sample = new double[scorer.length()];
    this.scores = scorer.newScores();
    this.recent = scorer.newScores();
  }

  /** Forgets everything. */
  public void reset() {
    scorer = Scorer.of(label);
    window.reset();
    for (Score score : scores) {
      score.reset();
    }
  }

  /** Scores what was predicted of a batch. */
  public void record(Predictions predicted) {
    for (int row = 0; row < predicted.rows(); row++) {
      scorer.score(predicted, row, sample);
      for (int i = 0; i < scores.length; i++) {
        scores[i].add(sample, 0);
      }
      window.add(sample);
    }
  }

  /** {@code metrics}, {@code window} and {@code baselines}: the figures by name. */
  public Map<String, Object> report() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("metrics", scores[0].figures());
    putRest(report, Score::figures);
    return report;
  }

  /** The same on one level less: the figures over all samples, and beside them the rest. */
  public Map<String, Object> figures() {
    return figures(Score::figures);
  }

  /** The longest that {@link #figures} could become, as far as that depends on the label. */
  public Map<String, Object> outline() {
    return figures(Score::outline);
  }

  private Map<String, Object> figures(Function<Score, Map<String, Object>> ofModel) {
    Map<String, Object> figures = new LinkedHashMap<>(ofModel.apply(scores[0]));
    putRest(figures, ofModel);
    return figures;
  }

  private void putRest(Map<String, Object> report, Function<Score, Map<String, Object>> ofModel) {
    for (Score score : recent) {
      score.reset();
      window.scoreInto(score);
    }
    Map<String, Object> ofWindow = new LinkedHashMap<>();
    ofWindow.put("samples", window.size());
    ofWindow.putAll(ofModel.apply(recent[0]));
    ofWindow.put("baselines", baselines(recent));
    report.put("window", ofWindow);
    report.put("baselines", baselines(scores));
  }

  private static Map<String, Object> baselines(Score[] scores) {
    Map<String, Object> baselines = new LinkedHashMap<>();
    baselines.put(PREDICTORS[1], scores[1].figures());
    baselines.put(PREDICTORS[2], scores[2].figures());
    return baselines;
  }

  /** The whole state by name, for {@link #restore}. */
  public Map<String, double[]> state() {
    Map<String, double[]> state = new LinkedHashMap<>();
    state.put(BASELINES, scorer.state());
    state.put(LAST, window.state());
    for (int i = 0; i < scores.length; i++) {
      state.put(PREFIX + PREDICTORS[i], scores[i].state());
    }
    return state;
  }

  /**
   * Goes on from what {@link #state} gave, or what it gave in earlier versions.
   *
   * @throws IllegalArgumentException if part of it is missing
   */
  public void restore(Map<String, double[]> saved) {
    Map<String, double[]> state = EarlierMetrics.converted(saved);
    scorer.restore(NamedState.require(state, BASELINES));
    window.restore(NamedState.require(state, LAST));
    for (int i = 0; i < scores.length; i++) {
      scores[i].restore(NamedState.require(state, PREFIX + PREDICTORS[i]));
    }
  }
}
