package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.settings.Bounds;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Several optimizers side by side, each with parameters of its own, which are mixed by how small
 * their losses were: prediction with expert advice (Cesa-Bianchi and Lugosi, "Prediction, Learning,
 * and Games", 2006), by exponential weights with a fixed share.
 *
 * <p>The parameters of a linear model are mixed themselves: {@code w = Σ v · w(expert)} makes of
 * them the same outputs as mixing the experts' would, and its convex loss is at most the mean of
 * theirs. So whoever has the parameters has the mixture. Of a network, whose outputs are not linear
 * in its parameters, those of the best expert are taken; and one that is hardly believed any more,
 * for less than {@value #DOUBTFUL} times the share that is spread, takes one of {@value #REST}
 * steps only, and is neither taught nor judged in the others (Freund, Schapire, Singer and Warmuth,
 * "Using and combining predictors that specialize", STOC 1997).
 *
 * <p>The first expert is alone until the others have been judged behind a step; in a mixture it is
 * believed as much as all others together at first, as the one that is expected to do best, which
 * costs the others {@code ln 2} and not more. One that is believed for less than a tenth of its
 * equal share is left out of the mixture. One whose loss is not finite, or 1,000 times the loss's
 * spread above that of the mixture, starts again from the mixture.
 */
public final class Auto implements Optimizer {
  /**
   * How it is configured.
   *
   * @param experts the optimizers, at least two, none of them auto; unless set, those that a model
   *     can have of the ones that need no care
   * @param share of the belief in an expert that is spread over all with every step, so that
   *     another can become the best one; at least 0 and below 1, and 0.0001 unless set
   * @param publish what the parameters are; unless set, the mixture of a linear model, and of
   *     others the best one
   */
  public record Settings(
      Optional<List<OptimizerSettings>> experts, double share, Optional<Publish> publish)
      implements OptimizerSettings {
    /** What the optimizer allows. */
    public Settings {
      Bounds.fraction("share", share);
      experts = experts.map(List::copyOf);
      experts.ifPresent(
          all -> {
            Bounds.require(all.size() > 1, "experts", "must be two or more", all.size());
            Bounds.require(
                all.stream().noneMatch(Settings.class::isInstance),
                "experts",
                "must be other optimizers than",
                "auto");
          });
    }

    /** With the defaults. */
    public Settings() {
      this(Optional.empty(), 0.0001, Optional.empty());
    }

    @Override
    public boolean isForLinearModels() {
      return experts.stream().flatMap(List::stream).anyMatch(OptimizerSettings::isForLinearModels);
    }

    /** {@inheritDoc} What the experts' rates are multiplied by. */
    @Override
    public double learningRate() {
      return 1;
    }

    @Override
    public Optimizer build(Map<String, Parameter> parameters) {
      List<OptimizerSettings> chosen =
          experts.orElseThrow(() -> new IllegalStateException("experts must be chosen"));
      return new Auto(parameters, chosen, share, publish.orElse(Publish.BEST));
    }
  }

  /** What becomes the model. */
  public enum Publish {
    /** The weighted mean of the experts' parameters, of linear models. */
    MIXTURE,
    /** Those of the expert that was last believed more than all others together. */
    BEST
  }

  /** By how much a weight must have changed for all to be mixed anew. */
  private static final double CHANGE = 0.001;

  /** What the first of those that are mixed is believed for at first. */
  private static final double FIRST = 0.5;

  /** Below so many times the share that is spread an expert is hardly believed. */
  private static final int DOUBTFUL = 2;

  /** Of so many steps who is hardly believed takes one. */
  private static final int REST = 4;

  /** How many elements are mixed anew, in the mean, for one that was stepped. */
  private static final int EFFORT = 16;

  private final Parameter[] parameters;
  private final Parameter[] model;
  private final Expert[] experts;
  private final ExpertWeights weights;
  private final Publish publish;
  private final double doubtful;
  private final double[] losses;
  private final double[] wanted;
  private final double[] mixed;
  private final long elements;
  private final boolean isLocal;
  private final Map<String, Tensor> slots;
  private double learningRate = 1;
  private long credit;
  private long steps;

  private Auto(
      Map<String, Parameter> named, List<OptimizerSettings> chosen, double share, Publish publish) {
    this.parameters = named.values().toArray(Parameter[]::new);
    this.model =
        named.values().stream()
            .map(each -> new Parameter(each.name(), each.value()))
            .toArray(Parameter[]::new);
    this.experts = chosen.stream().map(each -> new Expert(named, each)).toArray(Expert[]::new);
    double first = publish == Publish.MIXTURE ? FIRST : 1.0 / experts.length;
    this.weights = new ExpertWeights(experts.length, share, first);
    this.doubtful = DOUBTFUL * share;
    this.publish = publish;
    this.losses = new double[experts.length];
    this.wanted = new double[experts.length];
    this.mixed = new double[experts.length];
    this.elements = Arrays.stream(parameters).mapToLong(each -> each.value().size()).sum();
    this.slots = slotsOfAll();
    this.isLocal = Arrays.stream(experts).allMatch(each -> each.optimizer().isLocal());
  }

  @Override
  public void step() {
    throw new UnsupportedOperationException("auto needs a closure that evaluates the model");
  }

  @Override
  public boolean step(Closure closure) {
    if (steps++ == 0) {
      start();
    }
    try {
      stepAll(closure);
    } finally {
      restoreModel();
    }
    weights.observe(losses, closure.loss(), closure.samples());
    boolean all = mix();
    for (int i = 0; i < experts.length; i++) {
      if (losses[i] == Double.POSITIVE_INFINITY) {
        experts[i].start();
      }
    }
    return all;
  }

  private void stepAll(Closure closure) {
    int inPlace = inPlace();
    if (inPlace >= 0) {
      losses[inPlace] = experts[inPlace].step(closure.loss());
    }
    for (int i = 0; i < experts.length; i++) {
      if (i != inPlace) {
        losses[i] = isAsleep(i) ? closure.loss() : experts[i].step(closure);
      }
    }
  }

  private boolean isAsleep(int expert) {
    return publish == Publish.BEST && steps % REST != 0 && weights.of(expert) < doubtful;
  }

  /** Has the parameters have the model's values again, and no expert's. */
  private void restoreModel() {
    for (int i = 0; i < parameters.length; i++) {
      parameters[i].share(model[i]);
    }
  }

  /** The expert that the parameters are those of, so that the gradient held is its own; or -1. */
  private int inPlace() {
    int found = -1;
    for (int i = 0; i < mixed.length; i++) {
      found = mixed[i] == 1 ? i : found;
    }
    return steps == 1 ? 0 : found;
  }

  private void start() {
    for (Expert expert : experts) {
      expert.start();
    }
  }

  @Override
  public boolean isLocal() {
    return isLocal;
  }

  /**
   * Takes over what the steps have changed; all of it where the weights have changed, if it is
   * time.
   */
  private boolean mix() {
    for (Parameter parameter : parameters) {
      credit += EFFORT * (long) parameter.gradientCount();
    }
    boolean due = steps == 1 || !isLocal || credit >= elements;
    boolean all = due && weigh();
    credit = due ? 0 : credit;
    for (int p = 0; p < parameters.length; p++) {
      mix(p, all);
    }
    return all;
  }

  /** Mixes by what the experts were believed for since the last time; whether that has changed. */
  private boolean weigh() {
    if (publish == Publish.BEST) {
      weights.drainBest(wanted, Math.max(0, inPlace()));
    } else {
      weights.drainMixture(wanted);
    }
    if (steps == 1) {
      Arrays.fill(wanted, 0);
      wanted[0] = 1;
    }
    boolean changes = !isLocal;
    for (int i = 0; i < mixed.length; i++) {
      changes |= Math.abs(wanted[i] - mixed[i]) > CHANGE;
    }
    if (changes) {
      System.arraycopy(wanted, 0, mixed, 0, mixed.length);
    }
    return changes;
  }

  private void mix(int p, boolean all) {
    Parameter parameter = parameters[p];
    if (all) {
      mix(p, 0, parameter.value().size());
      return;
    }
    for (int range = 0; range < parameter.ranges(); range++) {
      mix(p, parameter.rangeStart(range), parameter.rangeEnd(range));
    }
  }

  private void mix(int p, int from, int to) {
    float[] place = parameters[p].value().data();
    boolean first = true;
    for (int k = 0; k < experts.length; k++) {
      if (mixed[k] > 0) {
        mix(experts[k].elements(p), (float) mixed[k], place, from, to, first);
        first = false;
      }
    }
  }

  private static void mix(
      float[] own, float weight, float[] into, int from, int to, boolean first) {
    if (first && weight == 1) {
      System.arraycopy(own, from, into, from, to - from);
      return;
    }
    for (int i = from; i < to; i++) {
      into[i] = first ? weight * own[i] : into[i] + weight * own[i];
    }
  }

  @Override
  public void zeroGrad() {
    experts[0].optimizer().zeroGrad();
  }

  @Override
  public double learningRate() {
    return learningRate;
  }

  @Override
  public void learningRate(double rate) {
    learningRate = rate;
    for (Expert expert : experts) {
      expert.rate(rate);
    }
  }

  @Override
  public void restart(Parameter matrix, int row, int from) {
    float[] place = matrix.value().data();
    int columns = matrix.value().columns();
    System.arraycopy(place, from * columns, place, row * columns, columns);
    for (Expert expert : experts) {
      expert.restart(matrix, row, from);
    }
    restoreModel();
  }

  /** {@inheritDoc} The experts start from what is mixed of them. */
  @Override
  public void reset() {
    start();
    weights.reset();
    steps = 0;
    credit = 0;
    Arrays.fill(mixed, 0);
  }

  @Override
  public OptimizerState state() {
    Map<String, Tensor> copies = new TreeMap<>();
    slots().forEach((name, tensor) -> copies.put(name, tensor.copy()));
    return new OptimizerState(copies, numbers());
  }

  @Override
  public Map<String, Tensor> slots() {
    return slots;
  }

  private Map<String, Tensor> slotsOfAll() {
    Map<String, Tensor> all = new TreeMap<>();
    for (int i = 0; i < experts.length; i++) {
      String prefix = i + ".";
      experts[i].values().forEach((name, tensor) -> all.put(prefix + name, tensor));
      experts[i].optimizer().slots().forEach((name, tensor) -> all.put(prefix + name, tensor));
    }
    return Collections.unmodifiableMap(all);
  }

  @Override
  public boolean keepsLargest(String slot) {
    int expert = Integer.parseInt(slot.substring(0, slot.indexOf('.')));
    return experts[expert].optimizer().keepsLargest(slot.substring(slot.indexOf('.') + 1));
  }

  @Override
  public int numberCount() {
    int count = 2 + mixed.length + weights.numberCount();
    for (Expert expert : experts) {
      count += expert.optimizer().numberCount();
    }
    return count;
  }

  @Override
  public void copyNumbers(double[] into, int at) {
    into[at] = steps;
    into[at + 1] = credit;
    System.arraycopy(mixed, 0, into, at + 2, mixed.length);
    int next = at + 2 + mixed.length;
    weights.copyNumbers(into, next);
    next += weights.numberCount();
    for (Expert expert : experts) {
      expert.optimizer().copyNumbers(into, next);
      next += expert.optimizer().numberCount();
    }
  }

  @Override
  public void takeNumbers(double[] from, int at) {
    steps = (long) from[at];
    credit = (long) from[at + 1];
    System.arraycopy(from, at + 2, mixed, 0, mixed.length);
    int next = at + 2 + mixed.length;
    weights.takeNumbers(from, next);
    next += weights.numberCount();
    for (Expert expert : experts) {
      expert.optimizer().takeNumbers(from, next);
      next += expert.optimizer().numberCount();
    }
  }

  /** {@inheritDoc} What each expert, {@code 0.newton}, has of the parameters: 0 to 1. */
  @Override
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (int i = 0; i < experts.length; i++) {
      figures.put(i + "." + experts[i].type(), mixed[i]);
    }
    return figures;
  }

  @Override
  public Map<String, Double> numbers() {
    Map<String, Double> numbers = new TreeMap<>();
    for (int i = 0; i < experts.length; i++) {
      String prefix = i + ".";
      experts[i].optimizer().numbers().forEach((name, each) -> numbers.put(prefix + name, each));
      numbers.put("mixed." + i, mixed[i]);
    }
    weights.save(numbers);
    numbers.put("learningRate", learningRate);
    numbers.put("credit", (double) credit);
    numbers.put("step", (double) steps);
    return numbers;
  }

  @Override
  public void restore(OptimizerState state) {
    for (int i = 0; i < experts.length; i++) {
      OptimizerState own = below(i + ".", state);
      experts[i].restore(own);
      mixed[i] = state.number("mixed." + i);
    }
    weights.load(state);
    learningRate = state.number("learningRate");
    credit = (long) state.number("credit");
    steps = (long) state.number("step");
  }

  private static OptimizerState below(String prefix, OptimizerState state) {
    return new OptimizerState(below(prefix, state.tensors()), below(prefix, state.numbers()));
  }

  private static <T> Map<String, T> below(String prefix, Map<String, T> all) {
    Map<String, T> below = new TreeMap<>();
    all.forEach(
        (name, each) -> {
          if (name.startsWith(prefix)) {
            below.put(name.substring(prefix.length()), each);
          }
        });
    return below;
  }
}
