package io.gradstream.autograd;

import io.gradstream.tensor.Tensor;

/**
 * A leaf that learns: gradients accumulate here until {@link #zeroGrad}, and an optimizer changes
 * the value in place. Its module names it as PyTorch's {@code state_dict} does.
 */
public final class Parameter extends Variable {
  private String name;

  /** A parameter over {@code value}, which is not copied. */
  public Parameter(String name, Tensor value) {
    super(value, null, true);
    this.name = name;
  }

  /** The name within the outermost module: {@code 0.weight}. */
  public String name() {
    return name;
  }

  /** Gives another name, when a module takes this parameter in. */
  public void rename(String name) {
    this.name = name;
  }

  /** Forgets the accumulated gradient: the next backward pass starts from zero. */
  public void zeroGrad() {
    dropGradient();
  }
}
