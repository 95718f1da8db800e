package io.gradstream.nn;

import io.gradstream.autograd.Parameter;
import io.gradstream.autograd.Variable;
import io.gradstream.tensor.Tensor;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A table of vectors, one for each category: replaces a column that holds a category's index by
 * that category's vector, {@link Variable#embedding}.
 *
 * <p>Starts as PyTorch's: normal, with mean 0 and deviation 1.
 */
public final class Embedding implements Module {
  private final Parameter weight;
  private final int column;

  /** A table of so many vectors of this size, for the indices in {@code column} of the input. */
  public Embedding(int entries, int size, int column, RandomGenerator random) {
    this.weight = Parameter.sparse("weight", normal(entries, size, random));
    this.column = column;
  }

  static Tensor normal(int entries, int size, RandomGenerator random) {
    Tensor table = Tensor.zeros(entries, size);
    for (int i = 0; i < table.size(); i++) {
      table.data()[i] = (float) random.nextGaussian();
    }
    return table;
  }

  @Override
  public Variable forward(Variable input) {
    return input.embedding(weight, column);
  }

  @Override
  public Map<String, Parameter> namedParameters() {
    return Map.of("weight", weight);
  }
}
