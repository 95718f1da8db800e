package io.gradstream.autograd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The operations that made a variable, recorded once in an order that can run many times.
 *
 * <p>Write new elements into the inputs' tensors, set their rows, and run: every operation
 * overwrites the buffers it owns, and nothing is allocated but gradients, when they are first
 * needed. Not thread-safe.
 */
public final class Graph {
  private final Node root;
  private final Op[] order;

  private Graph(Node root, List<Op> order) {
    this.root = root;
    this.order = order.toArray(Op[]::new);
  }

  /** The graph of everything {@code root} was made from. */
  public static Graph of(Variable root) {
    return new Graph(root, inOrder(root));
  }

  /**
   * Evaluates every operation again, for the rows the inputs have in use now.
   *
   * @throws IllegalArgumentException if those do not fit each other, or an element is not what an
   *     operation takes, such as an index
   */
  public void forward() {
    for (Op op : order) {
      op.forward();
    }
  }

  /**
   * Brings the gradient of the root to everything it was made from; parameters' add up.
   *
   * @throws IllegalArgumentException if the root has not exactly one element or nothing in it
   *     requires a gradient
   */
  public void backward() {
    if (root.value().size() != 1 || !root.requiresGradient()) {
      throw new IllegalArgumentException(
          "backward needs a scalar made from parameters: " + root.value().shape());
    }
    for (Op op : order) {
      op.output().dropGradient();
    }
    root.addOne();
    for (int i = order.length - 1; i >= 0; i--) {
      if (order[i].output().holdsGradient()) {
        order[i].backward();
      }
    }
  }

  /* Depth first without recursion, so that a deep graph overflows no stack: an operation is put
   * aside until all its inputs are in the order. */
  private static List<Op> inOrder(Node root) {
    List<Op> order = new ArrayList<>();
    Set<Op> entered = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Op> ordered = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Op> pending = new ArrayDeque<>();
    pushMaker(root, pending);
    while (!pending.isEmpty()) {
      Op op = pending.peek();
      if (entered.add(op)) {
        op.inputs().forEach(input -> pushMaker(input, pending));
      } else {
        pending.pop();
        if (ordered.add(op)) {
          order.add(op);
        }
      }
    }
    return order;
  }

  private static void pushMaker(Node node, Deque<Op> pending) {
    Op maker = node.maker();
    if (maker != null) {
      pending.push(maker);
    }
  }
}
