package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.settings.SettingsText;
import io.gradstream.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One of several optimizers of the same parameters, with values of its own for them: they are put
 * in place for its steps and kept aside between.
 */
final class Expert {
  /** A gradient this long is no gradient any more; see the learner's guard. */
  private static final double LONGEST_SQUARE = 1e36;

  private final List<Parameter> parameters;
  private final Optimizer optimizer;
  private final double rate;
  private final String type;
  private final Map<String, Tensor> values = new TreeMap<>();
  private final float[][] elements;

  /** One that has values of zeros. */
  Expert(Map<String, Parameter> parameters, OptimizerSettings settings) {
    this.parameters = List.copyOf(parameters.values());
    this.optimizer = settings.build(parameters);
    this.rate = settings.learningRate();
    this.type = SettingsText.of(((Record) settings).getClass());
    this.elements = new float[this.parameters.size()][];
    int i = 0;
    for (Map.Entry<String, Parameter> each : parameters.entrySet()) {
      Tensor own = Tensor.zeros(each.getValue().value().capacity());
      values.put("value/" + each.getKey(), own);
      elements[i++] = own.data();
    }
  }

  /** The word that chooses its optimizer. */
  String type() {
    return type;
  }

  /** What steps and restarts. */
  Optimizer optimizer() {
    return optimizer;
  }

  /** Its values by the parameters' names, shared. */
  Map<String, Tensor> values() {
    return values;
  }

  /** Those of a parameter, in the order of its elements; shared. */
  float[] elements(int parameter) {
    return elements[parameter];
  }

  /** Has the next steps go so many times as far as is configured. */
  void rate(double factor) {
    optimizer.learningRate(rate * factor);
  }

  /** Has its values be those in place, and its optimizer as new. */
  void start() {
    optimizer.reset();
    for (int p = 0; p < elements.length; p++) {
      System.arraycopy(parameters.get(p).value().data(), 0, elements[p], 0, elements[p].length);
    }
  }

  /**
   * Takes a step from its own values.
   *
   * @return the loss there; infinite if no step can be taken, and none is
   */
  double step(Optimizer.Closure closure) {
    move(true);
    return step(closure.evaluate());
  }

  /**
   * Takes a step where its own values are those in place, and their gradient is held.
   *
   * @param loss there
   * @return the loss; infinite if no step can be taken, and none is
   */
  double step(double loss) {
    double squares = GradientNorm.roughSquares(parameters);
    if (!(Double.isFinite(loss) && squares < LONGEST_SQUARE)) {
      return Double.POSITIVE_INFINITY;
    }
    optimizer.step();
    move(false);
    return loss;
  }

  private void move(boolean intoPlace) {
    for (int p = 0; p < elements.length; p++) {
      float[] place = parameters.get(p).value().data();
      if (!optimizer.isLocal()) {
        copy(elements[p], place, 0, place.length, intoPlace);
        continue;
      }
      for (int range = 0; range < parameters.get(p).ranges(); range++) {
        int from = parameters.get(p).rangeStart(range);
        copy(elements[p], place, from, parameters.get(p).rangeEnd(range) - from, intoPlace);
      }
    }
  }

  private static void copy(float[] own, float[] place, int from, int count, boolean intoPlace) {
    System.arraycopy(intoPlace ? own : place, from, intoPlace ? place : own, from, count);
  }

  /**
   * Goes on from values and an optimizer's state that were taken before.
   *
   * @throws IllegalArgumentException if they are of other parameters or another optimizer
   */
  void restore(OptimizerState state) {
    optimizer.restore(state);
    values.forEach(
        (name, own) -> System.arraycopy(state.tensor(name).data(), 0, own.data(), 0, own.size()));
  }

  /** Makes a row of a matrix a copy of another, as {@link Optimizer#restart} does. */
  void restart(Parameter matrix, int parameter, int row, int from) {
    float[] place = matrix.value().data();
    int columns = matrix.value().columns();
    copy(elements[parameter], place, row * columns, columns, true);
    copy(elements[parameter], place, from * columns, columns, true);
    optimizer.restart(matrix, row, from);
    copy(elements[parameter], place, row * columns, columns, false);
  }
}
