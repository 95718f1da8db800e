package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import java.util.List;

/** What bounds accumulated gradients before a step. */
@FunctionalInterface
public interface Clip {
  /** Changes the gradients of these parameters in place; allocates nothing. */
  void clipInPlace(List<Parameter> parameters);
}
