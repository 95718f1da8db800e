package io.gradstream.nn;

import io.gradstream.autograd.Parameter;
import io.gradstream.autograd.SparseInput;
import io.gradstream.autograd.Variable;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A model whose input is completed from tables of vectors, one for each category of a field; the
 * table of the field {@code origin} is named {@code embeddings.origin.weight}. They start as {@link
 * Embedding} does, but for the rows that are vacant, which are zeros.
 */
final class FieldTables implements Module {
  private final SparseInput input;
  private final List<Parameter> tables;
  private final Module rest;
  private final Map<String, Parameter> parameters;

  FieldTables(
      List<ModelInput.Table> fields, SparseInput input, Module rest, RandomGenerator random) {
    Map<String, Parameter> named = new LinkedHashMap<>();
    for (ModelInput.Table field : fields) {
      String name = "embeddings." + field.name() + ".weight";
      named.put(name, Parameter.sparse(name, normal(field, random)));
    }
    this.input = input;
    this.rest = rest;
    this.tables = List.copyOf(named.values());
    named.putAll(rest.namedParameters());
    this.parameters = Collections.unmodifiableMap(named);
  }

  private static Tensor normal(ModelInput.Table field, RandomGenerator random) {
    Tensor table = Embedding.normal(field.entries(), field.size(), random);
    Arrays.fill(table.data(), 0, field.vacant() * field.size(), 0);
    return table;
  }

  @Override
  public Variable forward(Variable dense) {
    return rest.forward(dense.embeddings(input, tables));
  }

  @Override
  public Map<String, Parameter> namedParameters() {
    return parameters;
  }

  @Override
  public void training(boolean learning) {
    rest.training(learning);
  }

  @Override
  public boolean isDifferentInTraining() {
    return rest.isDifferentInTraining();
  }

  @Override
  public Map<String, Double> state() {
    return rest.state();
  }

  @Override
  public void restore(Map<String, Double> state) {
    rest.restore(state);
  }
}
