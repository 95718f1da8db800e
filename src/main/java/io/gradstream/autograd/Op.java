package io.gradstream.autograd;

import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.List;

/**
 * One operation of a graph: its inputs, its output, and its gradient rule beside its forward rule.
 *
 * <p>The {@link Variable} that it makes is allocated for the capacity of the inputs, once, and
 * bound to it. {@link #forward} overwrites that for the rows the inputs have in use; {@link
 * #backward} brings its gradient to the inputs that require one. Neither allocates, but for
 * gradients when they are first needed.
 */
abstract class Op {
  private final List<Node> inputs;
  private final Shape capacity;

  @SuppressWarnings("NullAway.Init") // bound before it runs
  private Node output;

  /** An operation that makes a variable of up to this shape. */
  Op(Shape capacity, Node... inputs) {
    this.capacity = capacity;
    this.inputs = List.of(inputs);
  }

  /** Computes the output from the inputs. */
  abstract void forward();

  /** Adds to the inputs' gradients what the output's gradient says. */
  abstract void backward();

  /** Whether it has a use for the loss's second derivatives by its output; most have none. */
  boolean wantsCurvature() {
    return false;
  }

  /** Takes what it is to make; of its capacity. */
  final void bind(Node output) {
    this.output = output;
  }

  final List<Node> inputs() {
    return inputs;
  }

  final Node output() {
    return output;
  }

  /** The largest shape of the output. */
  final Shape capacity() {
    return capacity;
  }

  /** Whether a gradient of the output would reach anything. */
  final boolean requiresGradient() {
    return inputs.stream().anyMatch(Node::requiresGradient);
  }

  /** The output's value with as many rows in use as {@code input} has. */
  final Tensor outputLike(Node input) {
    output.value().useRows(input.value().rows());
    return output.value();
  }

  /** The output's gradient, which the graph fills before it calls {@link #backward}. */
  final float[] slope() {
    return output.gradientBuffer().data();
  }
}
