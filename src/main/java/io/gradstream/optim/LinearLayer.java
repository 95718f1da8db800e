package io.gradstream.optim;

import io.gradstream.autograd.InputRows;
import io.gradstream.autograd.Parameter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one linear layer of a model.
 *
 * @param weight the layer's, of a row for each output or, where it is sparse, for each column
 * @param bias an element for each output; null if the layer has none
 * @param inputs the rows that it reads
 */
record LinearLayer(Parameter weight, @Nullable Parameter bias, InputRows inputs) {
  private static final String WEIGHT = "weight";

  /**
   * The layer that these are the parameters of.
   *
   * @throws IllegalArgumentException if it is not one, or has something beside it
   */
  static LinearLayer of(Map<String, Parameter> parameters) {
    Parameter weight = null;
    Parameter bias = null;
    for (Map.Entry<String, Parameter> each : parameters.entrySet()) {
      boolean isWeight = each.getKey().endsWith(WEIGHT) && each.getValue().stateShape().rank() == 2;
      weight = isWeight ? each.getValue() : weight;
      bias = isWeight ? bias : each.getValue();
    }
    if (weight == null || parameters.size() != (bias == null ? 1 : 2) || !fits(weight, bias)) {
      throw new IllegalArgumentException(
          "an optimizer of linear models needs the weight and bias of one layer: "
              + parameters.keySet());
    }
    return new LinearLayer(weight, bias, weight.observeInputs());
  }

  private static boolean fits(Parameter weight, @Nullable Parameter bias) {
    return bias == null || bias.value().size() == weight.stateShape().extent(0);
  }

  /** How many columns its rows have. */
  int columns() {
    return weight.stateShape().extent(1);
  }

  /** How many outputs it has. */
  int outputs() {
    return weight.stateShape().extent(0);
  }
}
