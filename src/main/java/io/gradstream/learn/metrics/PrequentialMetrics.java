package io.gradstream.learn.metrics;

import io.gradstream.data.LabelSettings;
import io.gradstream.version.NamedState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Prequential (test, then train) metrics: every sample is scored with the prediction made before it
 * was learned, over all samples, over the last ones, and fading if so wanted, for the model and for
 * the baselines that need no features (Gama, Sebastião, Rodrigues, On evaluating stream learning
 * algorithms, 2013). A sample counts by its weight. A figure that is not defined, for want of
 * samples or of a class, is left out.
 */
public final class PrequentialMetrics {
  private static final String[] PREDICTORS = {"model", "noSkill", "noChange"};
  private static final String PREFIX = "metrics/";
  private static final String BASELINES = PREFIX + "baselines";
  private static final String LAST = PREFIX + "last";

  private final LabelSettings label;
  private final SlidingWindow window;
  private final double[] sample;
  private final Score[] scores;
  private final Score[] recent;
  private final @Nullable FadingScores fading;
  private Scorer scorer;

  /**
   * Metrics that fit a label: log-loss, accuracy, AUC; or log-loss, accuracy, and the model's
   * figures by class; or MAE, RMSE, R².
   */
  public PrequentialMetrics(LabelSettings label) {
    this(label, new MetricsSettings());
  }

  /** The same over these samples. */
  public PrequentialMetrics(LabelSettings label, MetricsSettings settings) {
    this.label = label;
    this.scorer = Scorer.of(label);
    this.window = new SlidingWindow(settings.window(), scorer.length());
    this.sample = new double[scorer.length()];
    this.scores = scorer.newScores();
    this.recent = scorer.newScores();
    this.fading = settings.fading().map(each -> new FadingScores(each, scorer)).orElse(null);
  }

  /** Forgets everything. */
  public void reset() {
    scorer = Scorer.of(label);
    window.reset();
    for (Score score : scores) {
      score.reset();
    }
    if (fading != null) {
      fading.reset();
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
      if (fading != null) {
        fading.add(sample);
      }
    }
  }

  /**
   * {@code metrics}, {@code window}, {@code fading} and {@code baselines}: the figures by name,
   * less what is a picture rather than a figure.
   */
  public Map<String, Object> report() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("metrics", scores[0].figures());
    putRest(report, window(Score::figures));
    return report;
  }

  /** The same on one level less: the figures over all samples, and beside them the rest. */
  public Map<String, Object> figures() {
    Map<String, Object> ofWindow = window(Score::figures);
    putPictures(ofWindow);
    return figures(scores[0].figures(), ofWindow);
  }

  /** The longest that {@link #figures} could become, as far as that depends on the label. */
  public Map<String, Object> outline() {
    Map<String, Object> ofWindow = window(Score::outline);
    if (isTwofold()) {
      ofWindow.put("calibration", Calibration.outline());
    }
    if (ConfusionMatrix.isFor(label)) {
      ofWindow.put("confusion", new ConfusionMatrix(label).outline());
    }
    return figures(scores[0].outline(), ofWindow);
  }

  private boolean isTwofold() {
    return label.type() == LabelSettings.Type.BINARY;
  }

  private void putPictures(Map<String, Object> ofWindow) {
    if (isTwofold()) {
      Calibration calibration = new Calibration();
      window.scoreInto(calibration);
      if (!calibration.isEmpty()) {
        ofWindow.put("calibration", calibration.figures());
      }
    }
    if (ConfusionMatrix.isFor(label)) {
      ConfusionMatrix confusion = new ConfusionMatrix(label);
      window.scoreInto(confusion);
      if (!confusion.isEmpty()) {
        ofWindow.put("confusion", confusion.figures());
      }
    }
  }

  private Map<String, Object> figures(Map<String, Object> all, Map<String, Object> ofWindow) {
    Map<String, Object> figures = new LinkedHashMap<>(all);
    putRest(figures, ofWindow);
    return figures;
  }

  private void putRest(Map<String, Object> report, Map<String, Object> ofWindow) {
    report.put("window", ofWindow);
    if (fading != null) {
      Map<String, Object> faded = new LinkedHashMap<>();
      faded.put("factor", fading.factor());
      faded.putAll(fading.scores()[0].figures());
      faded.put("baselines", baselines(fading.scores()));
      report.put("fading", faded);
    }
    report.put("baselines", baselines(scores));
  }

  private Map<String, Object> window(Function<Score, Map<String, Object>> ofModel) {
    for (Score score : recent) {
      score.reset();
      window.scoreInto(score);
    }
    Map<String, Object> ofWindow = new LinkedHashMap<>();
    ofWindow.put("samples", window.size());
    ofWindow.putAll(ofModel.apply(recent[0]));
    ofWindow.put("baselines", baselines(recent));
    return ofWindow;
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
    if (fading != null) {
      fading.addState(state);
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
    if (fading != null) {
      fading.restore(state);
    }
  }

  /**
   * Has the figures over all samples, and the window, be of those to come, so that {@link #state}
   * can be merged into what they were; baselines and fading figures go on.
   */
  public void beginRound() {
    window.reset();
    for (Score score : scores) {
      score.reset();
    }
  }

  /**
   * Takes in the figures of another learner's round: sums are added, its samples come behind those
   * of the window; fading figures and what baselines know become the other's.
   *
   * @param round the {@link #state} of metrics that went on from such as these, and of which {@link
   *     #beginRound} was called
   * @throws IllegalArgumentException if part of it is missing
   */
  public void merge(Map<String, double[]> round) {
    scorer.restore(NamedState.require(round, BASELINES));
    window.merge(NamedState.require(round, LAST));
    for (int i = 0; i < scores.length; i++) {
      scores[i].merge(NamedState.require(round, PREFIX + PREDICTORS[i]));
    }
    if (fading != null) {
      fading.restore(round);
    }
  }
}
