package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.settings.Bounds;
import io.gradstream.tensor.AdamStep;
import io.gradstream.tensor.OuterProduct;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An optimizer that keeps for every parameter the same few slots: arrays of the parameter's size.
 *
 * <p>Of a sparse parameter a step changes what the batch touched and nothing else. Where a weight
 * without a gradient would stay as it is all the same (plain sgd, adagrad, ftrl, cocob, dog) that
 * is what a dense one comes to, under any schedule but for cocob, whose share of the way to a new
 * weight is gone once for each gradient. Moments, momentum and weight decay rest until their row is
 * touched again (the lazy forms, as in PyTorch's {@code SparseAdam}). What depends on the number of
 * steps (bias corrections, adagrad's decay, nadam's product, radam's rectifier, sgd's undampened
 * first step) counts the steps of all, as there: a row that is first touched later is one whose
 * gradients were zero until then.
 */
abstract class SlotOptimizer implements Optimizer {
  private final Parameter[] parameters;
  private final Map<String, Tensor> tensors = new TreeMap<>();
  private final float[][][] slots;
  private double learningRate;
  private long steps;

  SlotOptimizer(Map<String, Parameter> parameters, double learningRate, String... slotNames) {
    this.parameters = parameters.values().toArray(Parameter[]::new);
    this.learningRate = learningRate;
    this.slots = new float[parameters.size()][slotNames.length][];
    int i = 0;
    for (Map.Entry<String, Parameter> parameter : parameters.entrySet()) {
      for (int slot = 0; slot < slotNames.length; slot++) {
        Tensor zeros = Tensor.zeros(parameter.getValue().value().capacity());
        tensors.put(slotNames[slot] + "/" + parameter.getKey(), zeros);
        slots[i][slot] = zeros.data();
      }
      i++;
    }
  }

  /**
   * The parameters by the names their module gave them.
   *
   * @throws IllegalArgumentException if two have the same
   */
  static Map<String, Parameter> byName(Collection<Parameter> parameters) {
    Map<String, Parameter> byName = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      if (byName.put(parameter.name(), parameter) != null) {
        throw new IllegalArgumentException(
            "parameters must have different names: " + parameter.name() + " twice");
      }
    }
    return byName;
  }

  /** The betas of settings, which must be two, each at least 0 and below 1. */
  static List<Double> requireBetas(List<Double> betas) {
    Bounds.require(betas.size() == 2, "betas", "must be two numbers", betas);
    betas.forEach(beta -> Bounds.fraction("betas", beta));
    return List.copyOf(betas);
  }

  /** Sets the slots that do not start at zero of new weights: from one to another. */
  void initializeSlots(float[] weights, float[][] slots, int from, int to) {}

  /** Takes weights, from one to another, out of what is summed up over all. */
  void forgetWeights(float[] weights, float[][] slots, int from, int to) {}

  /** Computes what the updates of a step have in common. */
  void prepare() {}

  /**
   * Changes one parameter's elements, and those of its slots, in place: from one to another. The
   * gradient of the element i is at {@code i - shift}.
   */
  abstract void update(
      float[] weights, float[] gradient, float[][] slots, int from, int to, int shift);

  /**
   * Does the same with the gradient of a whole parameter as an outer product, if it can, to the
   * same bits; says whether it did.
   */
  boolean update(float[] weights, OuterProduct gradient, float[][] slots) {
    return false;
  }

  /** Forgets what is kept beside the slots. */
  void forget() {}

  /** Adds numbers of its own to a state. */
  void save(Map<String, Double> numbers) {}

  /** Takes its own numbers from a state. */
  void load(OptimizerState state) {}

  /** How many numbers of its own it saves. */
  int ownCount() {
    return 0;
  }

  /** Copies its own numbers. */
  void copyOwn(double[] into, int at) {}

  /** Takes its own numbers up. */
  void takeOwn(double[] from, int at) {}

  /** How many parameters there are. */
  final int count() {
    return slots.length;
  }

  /** One of them. */
  final Parameter parameter(int index) {
    return parameters[index];
  }

  /** Has zeros of this shape be a part of the state too, shared. */
  final Tensor keep(String name, Shape shape) {
    Tensor zeros = Tensor.zeros(shape);
    tensors.put(name, zeros);
    return zeros;
  }

  /** The slots of one of them. */
  final float[][] slots(int index) {
    return slots[index];
  }

  /** A moment, or zero where it is below what counts; see {@link AdamStep}. */
  static float flush(float moment) {
    return Math.abs(moment) < AdamStep.NOTHING ? 0 : moment;
  }

  /** How many steps were taken, the current one included. */
  final long steps() {
    return steps;
  }

  @Override
  public final void step() {
    steps++;
    if (steps == 1) {
      for (int i = 0; i < slots.length; i++) {
        float[] weights = parameters[i].value().data();
        initializeSlots(weights, slots[i], 0, weights.length);
      }
    }
    prepare();
    for (int i = 0; i < slots.length; i++) {
      update(i);
    }
  }

  /** Changes a parameter, and its slots, by its gradient. */
  void update(int index) {
    Parameter parameter = parameters[index];
    float[][] own = slots[index];
    float[] weights = parameter.value().data();
    OuterProduct outer = parameter.outerGradient();
    if (outer != null && update(weights, outer, own)) {
      return;
    }
    float[] gradient = parameter.gradients();
    if (!parameter.isSparse()) {
      update(weights, gradient, own, 0, weights.length, 0);
      return;
    }
    for (int i = 0; i < parameter.ranges(); i++) {
      int from = parameter.rangeStart(i);
      int to = parameter.rangeEnd(i);
      update(weights, gradient, own, from, to, parameter.gradientShift(i));
    }
  }

  @Override
  public final void restart(Parameter matrix, int row, int like) {
    float[][] own = slots[indexOf(matrix)];
    float[] weights = matrix.value().data();
    int columns = matrix.value().columns();
    int from = row * columns;
    int to = from + columns;
    forgetWeights(weights, own, from, to);
    System.arraycopy(weights, like * columns, weights, from, columns);
    for (float[] slot : own) {
      Arrays.fill(slot, from, to, 0);
    }
    if (steps > 0) {
      initializeSlots(weights, own, from, to);
    }
    matrix.zeroGrad(row);
  }

  /** Where a parameter is among them. */
  final int indexOf(Parameter parameter) {
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i] == parameter) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "only what is optimized can start again: " + parameter.name());
  }

  @Override
  public final void zeroGrad() {
    for (int i = 0; i < slots.length; i++) {
      parameters[i].zeroGrad();
    }
  }

  @Override
  public final double learningRate() {
    return learningRate;
  }

  @Override
  public final void learningRate(double rate) {
    learningRate = rate;
  }

  @Override
  public final void reset() {
    steps = 0;
    for (Tensor slot : tensors.values()) {
      Arrays.fill(slot.data(), 0);
    }
    forget();
  }

  @Override
  public final OptimizerState state() {
    Map<String, Tensor> copies = new TreeMap<>();
    tensors.forEach((key, tensor) -> copies.put(key, tensor.copy()));
    return new OptimizerState(copies, numbers());
  }

  @Override
  public final Map<String, Tensor> slots() {
    return Collections.unmodifiableMap(tensors);
  }

  @Override
  public final Map<String, Double> numbers() {
    Map<String, Double> numbers = new TreeMap<>();
    numbers.put("step", (double) steps);
    numbers.put("learningRate", learningRate);
    save(numbers);
    return numbers;
  }

  @Override
  public final int numberCount() {
    return 1 + ownCount();
  }

  @Override
  public final void copyNumbers(double[] into, int at) {
    into[at] = steps;
    copyOwn(into, at + 1);
  }

  @Override
  public final void takeNumbers(double[] from, int at) {
    steps = (long) from[at];
    takeOwn(from, at + 1);
  }

  @Override
  public final void restore(OptimizerState state) {
    tensors.forEach((name, tensor) -> requireShape(name, tensor, state.tensor(name)));
    load(state);
    steps = (long) state.number("step");
    learningRate = state.number("learningRate");
    tensors.forEach(
        (name, tensor) ->
            System.arraycopy(state.tensor(name).data(), 0, tensor.data(), 0, tensor.size()));
  }

  private static void requireShape(String name, Tensor own, Tensor other) {
    if (!other.shape().equals(own.shape())) {
      throw new IllegalArgumentException(
          "%s must have the shape %s: %s".formatted(name, own.shape(), other.shape()));
    }
  }
}
