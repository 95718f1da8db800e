package io.gradstream.learn;

import io.gradstream.autograd.Parameter;
import io.gradstream.data.scale.FeatureScaler;
import io.gradstream.learn.drift.DriftMonitor;
import io.gradstream.learn.guard.Guard;
import io.gradstream.learn.guard.GuardSettings;
import io.gradstream.learn.history.History;
import io.gradstream.learn.metrics.MetricsSettings;
import io.gradstream.learn.metrics.PrequentialMetrics;
import io.gradstream.learn.model.Model;
import io.gradstream.optim.Optimizer;
import io.gradstream.optim.OptimizerState;
import io.gradstream.optim.Schedule;
import io.gradstream.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All that learning changes: what a snapshot is taken of.
 *
 * @param name the model's
 * @param settings that it was made from
 */
record LearnerState(
    String name,
    LearnerSettings settings,
    Model model,
    Optimizer optimizer,
    Schedule schedule,
    FeatureScaler scaler,
    PrequentialMetrics metrics,
    Counters counters,
    Guard guard,
    History history,
    Optional<DriftMonitor> drift) {
  private static final String DRIFT = "drift";
  private static final String EXPERTS = "experts";

  /** That of a learner that has learned nothing, its parameters initialised from the seed. */
  static LearnerState of(String name, LearnerSettings settings) {
    Model model = new Model(settings.sample(), settings.model(), settings.seed());
    Optimizer optimizer = settings.optimizer().build(model.parameters());
    model.vocabularies().restartRows(model.parameters(), optimizer);
    return new LearnerState(
        name,
        settings,
        model,
        optimizer,
        settings.schedule().build(),
        new FeatureScaler(settings.sample()),
        new PrequentialMetrics(
            settings.sample().label(), settings.metrics().orElseGet(MetricsSettings::new)),
        new Counters(),
        new Guard(settings.guard().orElseGet(GuardSettings::new), settings.sample()),
        new History(),
        settings.drift().map(each -> new DriftMonitor(each, settings.sample())));
  }

  /** That of a learner beside this one, which has learned nothing: guard and figures are one. */
  LearnerState beside() {
    LearnerState fresh = of(name, settings);
    return new LearnerState(
        name,
        settings,
        fresh.model,
        fresh.optimizer,
        fresh.schedule,
        fresh.scaler,
        metrics,
        fresh.counters,
        guard,
        fresh.history,
        Optional.empty());
  }

  /**
   * Has the optimizer go on from this, at its own learning rate.
   *
   * @param kept its tensors in the shapes that their parameters have in versions
   * @throws IllegalArgumentException if it is not the state of such an optimizer of such parameters
   */
  void startFrom(OptimizerState kept) {
    Map<String, Double> numbers = new HashMap<>(kept.numbers());
    numbers.put("learningRate", optimizer.learningRate());
    Map<String, Tensor> slots = new HashMap<>(kept.tensors());
    slots.replaceAll(this::asKept);
    optimizer.restore(new OptimizerState(slots, numbers));
  }

  private Tensor asKept(String slot, Tensor tensor) {
    String parameterName = slot.substring(slot.indexOf('/') + 1);
    Parameter parameter = model.parameters().get(parameterName);
    if (parameter == null
        || !parameter.isTransposed()
        || !tensor.shape().equals(parameter.stateShape())) {
      return tensor;
    }
    return Parameter.sparseTransposed(parameterName, tensor).state();
  }

  /** The figures that a version has: metrics, and what has changed on the way. */
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>(metrics.figures());
    drift.ifPresent(each -> figures.put(DRIFT, each.describe()));
    putExperts(optimizer.figures(), figures);
    return figures;
  }

  /** The longest that they could become. */
  Map<String, Object> longestFigures() {
    Map<String, Object> figures = new LinkedHashMap<>(metrics.outline());
    drift.ifPresent(each -> figures.put(DRIFT, each.outline()));
    Map<String, Double> longest = new LinkedHashMap<>(optimizer.figures());
    longest.replaceAll((expert, share) -> -Double.MIN_NORMAL);
    putExperts(longest, figures);
    return figures;
  }

  private static void putExperts(Map<String, Double> experts, Map<String, Object> figures) {
    if (!experts.isEmpty()) {
      figures.put(EXPERTS, experts);
    }
  }
}
