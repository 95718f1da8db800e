package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.settings.SettingsText;
import io.gradstream.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One of several optimizers of the same parameters, with values of its own for them: the parameters
 * have those for its steps, and are not copied for it.
 */
final class Expert {
  /** A gradient this long is no gradient any more; see the learner's guard. */
  private static final double LONGEST_SQUARE = 1e36;

  private final List<Parameter> parameters;
  private final Optimizer optimizer;
  private final double rate;
  private final String type;
  private final Map<String, Tensor> values = new TreeMap<>();
  private final List<Parameter> own;

  /** One that has values of zeros. */
  Expert(Map<String, Parameter> parameters, OptimizerSettings settings) {
    this.parameters = List.copyOf(parameters.values());
    this.optimizer = settings.build(parameters);
    this.rate = settings.learningRate();
    this.type = SettingsText.of(((Record) settings).getClass());
    this.own =
        parameters.entrySet().stream().map(each -> zeros(each.getKey(), each.getValue())).toList();
    own.forEach(each -> values.put("value/" + each.name(), each.value()));
  }

  private static Parameter zeros(String name, Parameter like) {
    return new Parameter(name, Tensor.zeros(like.value().capacity()));
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
    return own.get(parameter).value().data();
  }

  /** Has the next steps go so many times as far as is configured. */
  void rate(double factor) {
    optimizer.learningRate(rate * factor);
  }

  /** Copies the parameters' values, and has its optimizer as new. */
  void start() {
    optimizer.reset();
    for (int p = 0; p < own.size(); p++) {
      float[] elements = elements(p);
      System.arraycopy(parameters.get(p).value().data(), 0, elements, 0, elements.length);
    }
  }

  private void takePlace() {
    for (int p = 0; p < own.size(); p++) {
      parameters.get(p).share(own.get(p));
    }
  }

  /**
   * Takes a step from its own values, which the parameters have then.
   *
   * @return the loss there; infinite if no step can be taken, and none is
   */
  double step(Optimizer.Closure closure) {
    takePlace();
    return step(closure.evaluate());
  }

  /**
   * Takes a step where the gradient at its own values is held, which the parameters have then.
   *
   * @param loss there
   * @return the loss; infinite if no step can be taken, and none is
   */
  double step(double loss) {
    double squares = GradientNorm.roughSquares(parameters);
    if (!(Double.isFinite(loss) && squares < LONGEST_SQUARE)) {
      return Double.POSITIVE_INFINITY;
    }
    takePlace();
    optimizer.step();
    return loss;
  }

  /**
   * Goes on from values and an optimizer's state that were taken before.
   *
   * @throws IllegalArgumentException if they are of other parameters or another optimizer
   */
  void restore(OptimizerState state) {
    optimizer.restore(state);
    values.forEach(
        (name, each) ->
            System.arraycopy(state.tensor(name).data(), 0, each.data(), 0, each.size()));
  }

  /**
   * Makes a row of a matrix a copy of another, as {@link Optimizer#restart} does, in its own
   * values, which the parameters have then.
   */
  void restart(Parameter matrix, int row, int from) {
    takePlace();
    optimizer.restart(matrix, row, from);
  }
}
