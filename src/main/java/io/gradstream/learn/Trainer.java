package io.gradstream.learn;

import io.gradstream.autograd.Parameter;
import io.gradstream.data.MiniBatch;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.learn.drift.DriftMonitor;
import io.gradstream.learn.model.ContributionSizes;
import io.gradstream.nn.Loss;
import io.gradstream.nn.Reduction;
import io.gradstream.optim.Clip;
import io.gradstream.optim.ClipSettings;
import io.gradstream.optim.GradientNorm;
import io.gradstream.optim.Optimizer;
import io.gradstream.optim.StepNorm;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a learner's steps: predicts a batch, scores that, runs backward, clips, guards, updates. It
 * is all that other settings would have made otherwise, so that learners who trade their parts
 * trade this.
 */
final class Trainer {
  private final LearnerState state;
  private final Snapshots snapshots;
  private final List<Parameter> parameters;
  private final double configuredRate;
  private final Clip clip;
  private final TrainingGraph graph;
  private final FullPass pass;
  private final @Nullable DriftMonitor drift;
  private final ContributionSizes contributions;
  private final StepNorm stepNorm = new StepNorm();
  private final Optimizer.Closure closure = new Evaluation();
  private StepFigures figures;
  private double baseRate;

  // Of two that learn every sample, where keys have models, one is scored and one observes it.
  private boolean isScored = true;
  private boolean isGuarded = true;

  /** One that takes the steps of this state, over batches of at most so many samples. */
  Trainer(LearnerState state, int capacity) {
    LearnerSettings settings = state.settings();
    this.state = state;
    this.snapshots = new Snapshots(state);
    this.parameters = List.copyOf(state.model().parameters().values());
    this.configuredRate = state.optimizer().learningRate();
    this.baseRate = configuredRate;
    this.contributions =
        new ContributionSizes(state.model(), settings.sample(), settings.model().layers());
    this.figures = new StepFigures(baseRate);
    figures.contributions(contributions);
    this.clip = settings.clip().map(ClipSettings::build).orElse(gradients -> {});
    Loss loss = settings.loss().build();
    this.pass = new FullPass(loss.reduction());
    this.drift = state.drift().orElse(null);
    Reduction ofBatch = isFull() ? Reduction.SUM : loss.reduction();
    MiniBatch empty = new MiniBatch(settings.sample(), capacity);
    this.graph = new TrainingGraph(state.model(), loss, ofBatch, empty, settings.sample());
  }

  /** What its steps change. */
  LearnerState state() {
    return state;
  }

  /** Takes snapshots of that, and goes on from them. */
  Snapshots snapshots() {
    return snapshots;
  }

  /** What the newest step was made with. */
  StepFigures figures() {
    return figures;
  }

  /** Tells another's figures from now on. */
  void figures(StepFigures told) {
    figures = told;
    told.contributions(contributions);
  }

  /** Leaves it to another to score what is predicted. */
  void unscored() {
    isScored = false;
  }

  /** Leaves it to another to have the guard observe samples. */
  void unguarded() {
    isGuarded = false;
  }

  /** How many parameters are learned, in numbers. */
  long parameterCount() {
    return parameters.stream().mapToLong(each -> each.value().size()).sum();
  }

  /** The learning rate that a schedule begins from; the configured one without. */
  void baseRate(Optional<Double> rate) {
    baseRate = rate.orElse(configuredRate);
  }

  /** Has the rate that a schedule begins from be another's. */
  void followRate(Trainer other) {
    baseRate = other.baseRate;
  }

  /** The learning rate of the step that comes next. */
  double learningRate() {
    double rate = state.schedule().rate(state.counters().steps(), baseRate);
    return drift == null ? rate : rate * drift.rateFactor(state.counters().samples());
  }

  private boolean isFull() {
    return state.settings().batch().mode() == Mode.FULL;
  }

  /**
   * Predicts the batch's samples, scores them, and takes a step over them; in full mode the
   * gradient is kept for the end of the pass.
   *
   * @return what was predicted, valid until the next call
   * @throws RefusedStepException if the loss is not finite, or the gradient too long for a step;
   *     none is taken then
   */
  StepResult learn(MiniBatch batch) {
    if (isFull()) {
      beginPass();
    } else {
      state.optimizer().zeroGrad();
    }
    StepResult result = predict(batch);
    graph.backward();
    if (isFull()) {
      pass.add(graph.total(), graph.count());
    } else {
      update();
      observe(result.loss());
    }
    return result;
  }

  private StepResult predict(MiniBatch batch) {
    int[] rows;
    if (!isNews()) {
      state.scaler().transform(batch, graph.features());
      state.scaler().label().transform(batch, graph.targets());
      rows = state.model().tables().find(batch);
    } else {
      state.scaler().fitTransform(batch, graph.features());
      state.scaler().label().fitTransform(batch, graph.targets());
      rows = state.model().tables().admit(batch, state.counters().samples());
      if (drift != null) {
        drift.observe(batch, state.counters().samples());
      }
      state.counters().countSamples(batch.rows());
      if (isGuarded) {
        state.guard().observe(batch);
      }
    }
    StepResult result = graph.forward(batch, rows, state.scaler().label());
    if (!Float.isFinite(result.loss())) {
      String fault = Trial.lossFault(result.loss());
      throw new RefusedStepException(state.counters().steps(), fault);
    }
    if (isGuarded) {
      contributions.observe(batch, graph.features(), rows);
    }
    float[][] earlier = batch.outputs();
    StepResult scored = earlier == null ? result : graph.earlier(batch, earlier);
    if (isScored) {
      state.metrics().record(scored);
    }
    return scored;
  }

  /**
   * What the model gives out for a sample whose label comes later, to score it by then: a logit,
   * say. Nothing changes.
   *
   * @param sample a batch of one row
   * @return as many numbers as the model has outputs
   */
  float[] output(MiniBatch sample) {
    return new DryRun(state.model(), state.scaler(), graph).output(sample);
  }

  private void beginPass() {
    if (pass.begin()) {
      state.optimizer().zeroGrad();
      state.metrics().reset();
    }
  }

  /** What a step over the batch would be made with; nothing changes. */
  Trial tryOut(MiniBatch batch) {
    Clip ofBatch = isFull() ? gradients -> {} : clip;
    Trial trial = new DryRun(state.model(), state.scaler(), graph).of(batch, isNews(), ofBatch);
    return isFull() ? trial : trial.judgedBy(state.guard());
  }

  /** Whether samples that come have not been seen: in full mode those of the first pass. */
  boolean isNews() {
    return !isFull() || state.counters().steps() == 0;
  }

  /** The largest of all parameters, whatever its sign. */
  float largestParameter() {
    float largest = 0;
    for (Parameter parameter : parameters) {
      for (float element : parameter.value().data()) {
        largest = Math.max(largest, Math.abs(element));
      }
    }
    return largest;
  }

  /**
   * Ends a pass over the whole input with the step over its gradient; nothing without a sample.
   *
   * @throws RefusedStepException if the gradient is too long for it; none is taken then
   */
  void endPass() {
    if (pass.end()) {
      pass.reduce(parameters);
      update();
      observe(pass.loss());
    }
  }

  private void observe(double loss) {
    state.schedule().observe(loss);
    if (isScored) {
      figures.loss(loss);
    }
    if (drift != null
        && drift.observe(loss, state.counters().samples())
        && drift.resetsOptimizer()) {
      state.optimizer().reset();
      snapshots.takeWhole();
    }
  }

  private void update() {
    boolean watched = figures.isNormWanted();
    double norm = watched ? GradientNorm.of(parameters) : 0;
    clip.clipInPlace(parameters);
    guardStep(GradientNorm.roughSquares(parameters));
    double rate = learningRate();
    figures.rate(rate);
    state.optimizer().learningRate(rate);
    if (watched) {
      stepNorm.keep(parameters);
    }
    if (state.optimizer().step(closure)) {
      snapshots.takeWhole();
    }
    if (watched) {
      figures.norms(norm, stepNorm.to(parameters));
    }
    state.counters().countStep();
    snapshots.stepped();
  }

  private void guardStep(double squares) {
    String fault = Trial.fault(squares, parameters);
    if (fault == null && !isFull()) {
      fault = state.guard().fault(squares);
    }
    if (fault != null) {
      throw new RefusedStepException(state.counters().steps(), fault);
    }
    state.guard().observeStep(squares);
  }

  /** Evaluates the model over the newest batch. */
  private final class Evaluation implements Optimizer.Closure {
    @Override
    public double evaluate() {
      state.optimizer().zeroGrad();
      double loss = graph.rerun();
      clip.clipInPlace(parameters);
      return loss;
    }

    @Override
    public double loss() {
      return graph.total();
    }

    @Override
    public int samples() {
      return graph.rows();
    }
  }
}
