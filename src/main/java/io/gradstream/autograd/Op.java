package io.gradstream.autograd;

import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.List;

/**
 * One operation of a graph: its inputs, the variable it makes, and its gradient rule beside its
 * forward rule.
 *
 * <p>The output is allocated for the capacity of the inputs, once. {@link #forward} overwrites it
 * for the rows the inputs have in use; {@link #backward} brings the output's gradient to the inputs
 * that require one. Neither allocates.
 */
abstract sealed class Op
    permits MatMul,
        Linear,
        Broadcast,
        Relu,
        Unary,
        LogSoftmax,
        Softmax,
        LayerNorm,
        Dropout,
        Embedding,
        Embeddings,
        SparseLinear,
        Sum,
        RowLoss {
  private final List<Variable> inputs;
  private final Variable output;

  /** An operation that makes a variable of up to this shape. */
  Op(Shape capacity, Variable... inputs) {
    this.inputs = List.of(inputs);
    boolean requiresGradient = this.inputs.stream().anyMatch(Variable::requiresGradient);
    this.output = new Variable(Tensor.zeros(capacity), this, requiresGradient);
  }

  /** Computes the output from the inputs. */
  abstract void forward();

  /** Adds to the inputs' gradients what the output's gradient says. */
  abstract void backward();

  final Variable evaluate() {
    forward();
    return output;
  }

  final List<Variable> inputs() {
    return inputs;
  }

  final Variable output() {
    return output;
  }

  /** The output's value with as many rows in use as {@code input} has. */
  final Tensor outputLike(Variable input) {
    output.value().useRows(input.value().rows());
    return output.value();
  }

  /** The output's gradient, which the graph fills before it calls {@link #backward}. */
  final float[] slope() {
    return output.gradientBuffer().data();
  }
}
