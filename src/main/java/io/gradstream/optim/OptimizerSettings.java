package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.settings.ChosenByType;
import java.util.Map;

/** The configured optimizer; defaults are PyTorch's where it has the optimizer. */
public interface OptimizerSettings extends ChosenByType {
  /** The learning rate of the first step, before any schedule. */
  double learningRate();

  /** The optimizer of these parameters, by name. */
  Optimizer build(Map<String, Parameter> parameters);
}
