package io.gradstream.nn;

import io.gradstream.autograd.DropoutMask;
import io.gradstream.autograd.Variable;
import java.util.Map;

/** Drops elements while learning, {@link Variable#dropout}; lets all pass while predicting. */
public final class Dropout implements Module {
  private final DropoutMask mask;

  /**
   * A layer that drops each element with this probability, drawn from {@code seed}.
   *
   * @throws IllegalArgumentException if the probability is not at least 0 and below 1
   */
  public Dropout(double probability, long seed) {
    this.mask = new DropoutMask(probability, seed);
  }

  @Override
  public Variable forward(Variable input) {
    return input.dropout(mask);
  }

  @Override
  public void training(boolean learning) {
    mask.on(learning);
  }

  @Override
  public boolean isDifferentInTraining() {
    return true;
  }

  @Override
  public Map<String, Double> state() {
    return Map.of("drawn", (double) mask.drawn());
  }

  @Override
  public void restore(Map<String, Double> state) {
    Double drawn = state.get("drawn");
    if (drawn == null) {
      throw new IllegalArgumentException("a dropout's state must have drawn: " + state);
    }
    mask.drawn(drawn.longValue());
  }
}
