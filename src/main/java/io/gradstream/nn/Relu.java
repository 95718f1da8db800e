package io.gradstream.nn;

import io.gradstream.autograd.Variable;

/** The rectifier {@code y = max(x, 0)}. */
public record Relu() implements Module {
  @Override
  public Variable forward(Variable input) {
    return input.relu();
  }
}
