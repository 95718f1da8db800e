package io.gradstream.learn;

import io.gradstream.autograd.Parameter;
import io.gradstream.data.scale.ScalerArrays;
import io.gradstream.optim.Optimizer;
import io.gradstream.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a learner's next steps depend on and its samples change, copied out of it and put into it,
 * so that one learner serves many models in turn: in float32 the parameters and then what the
 * optimizer keeps of them, in float64 the steps and samples, and then the numbers of the optimizer
 * and of the scaler. Allocates nothing.
 */
final class LearnerArrays {
  private static final int STEPS = 0;
  private static final int SAMPLES = 1;
  private static final int OPTIMIZER = 2;

  private final Counters counters;
  private final Optimizer optimizer;
  private final ScalerArrays scaler;
  private final List<Parameter> parameters;
  private final List<Parameter> byName;
  private final float[][] tensors;
  private final int parameterCount;
  private final int floatCount;
  private final int scalerAt;

  LearnerArrays(LearnerState state) {
    this.counters = state.counters();
    this.optimizer = state.optimizer();
    this.scaler = state.scaler().arrays();
    this.parameters = List.copyOf(state.model().parameters().values());
    this.byName = List.copyOf(new TreeMap<>(state.model().parameters()).values());
    Map<String, Tensor> slots = optimizer.slots();
    this.tensors = new float[parameters.size() + slots.size()][];
    int next = 0;
    for (Parameter parameter : parameters) {
      tensors[next++] = parameter.value().data();
    }
    for (Tensor slot : slots.values()) {
      tensors[next++] = slot.data();
    }
    this.parameterCount = count(parameters.size());
    this.floatCount = count(tensors.length);
    this.scalerAt = OPTIMIZER + optimizer.numberCount();
  }

  private int count(int of) {
    int count = 0;
    for (int i = 0; i < of; i++) {
      count = Math.addExact(count, tensors[i].length);
    }
    return count;
  }

  /** How many numbers there are in float32. */
  int floatCount() {
    return floatCount;
  }

  /** How many there are in float64. */
  int doubleCount() {
    return scalerAt + scaler.size();
  }

  /** How many figures a version has to scale by. */
  int figureCount() {
    return scaler.figureCount();
  }

  /** How many parameters there are. */
  int parameterCount() {
    return parameterCount;
  }

  void copyTo(float[] floats, double[] doubles) {
    int at = 0;
    for (float[] tensor : tensors) {
      System.arraycopy(tensor, 0, floats, at, tensor.length);
      at += tensor.length;
    }
    doubles[STEPS] = counters.steps();
    doubles[SAMPLES] = counters.samples();
    optimizer.copyNumbers(doubles, OPTIMIZER);
    scaler.copyTo(doubles, scalerAt);
  }

  void takeFrom(float[] floats, double[] doubles) {
    int at = 0;
    for (float[] tensor : tensors) {
      System.arraycopy(floats, at, tensor, 0, tensor.length);
      at += tensor.length;
    }
    counters.goOnFrom((long) doubles[STEPS], (long) doubles[SAMPLES]);
    optimizer.takeNumbers(doubles, OPTIMIZER);
    scaler.takeFrom(doubles, scalerAt);
  }

  /**
   * Becomes one that starts from what another has learned, as from a model that is given: all of
   * its parameters and figures, and nothing of what its optimizer keeps.
   *
   * @param unlearned of this learner as it was made
   * @param numbers room for its numbers
   * @param most so many samples the figures count as, at most
   */
  void startFrom(
      LearnerArrays other, float[] unlearned, double[] fresh, double[] numbers, int most) {
    takeFrom(unlearned, fresh);
    for (int i = 0; i < parameters.size(); i++) {
      System.arraycopy(other.tensors[i], 0, tensors[i], 0, tensors[i].length);
    }
    other.scaler.copyTo(numbers, other.scalerAt);
    scaler.takeFrom(numbers, scalerAt);
    scaler.weaken(most);
  }

  /** Copies the parameters in the order of their names, in the layout that versions have. */
  void copyParameters(float[] into) {
    int at = 0;
    for (Parameter parameter : byName) {
      Tensor own = parameter.isTransposed() ? parameter.state() : parameter.value();
      System.arraycopy(own.data(), 0, into, at, own.size());
      at += own.size();
    }
  }

  /** Copies the figures that a version has to scale by. */
  void copyFigures(double[] into) {
    scaler.copyFigures(into, 0);
  }
}
