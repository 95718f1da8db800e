package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.settings.ChosenByType;
import java.util.Map;

/** The configured optimizer; defaults are PyTorch's where it has the optimizer. */
public interface OptimizerSettings extends ChosenByType {
  /** The learning rate of the first step, before any schedule. */
  double learningRate();

  /**
   * Whether it is one of linear models: of one linear layer that nothing but the loss reads, with a
   * step over each batch.
   */
  default boolean isForLinearModels() {
    return false;
  }

  /** Whether it needs a loss that is not made of lines. */
  default boolean needsCurvature() {
    return false;
  }

  /**
   * Whether what it does to parameters and slots in two rounds that did not know of each other may
   * be added up: nothing that it keeps becomes less by itself, or twice as much less would be below
   * nothing.
   */
  default boolean isSummable() {
    return false;
  }

  /** The optimizer of these parameters, by name. */
  Optimizer build(Map<String, Parameter> parameters);
}
