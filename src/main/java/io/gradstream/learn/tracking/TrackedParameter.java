package io.gradstream.learn.tracking;

import io.gradstream.autograd.Parameter;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.BlockLayout;
import io.gradstream.version.BlockLayout.Order;
import java.util.List;
import java.util.Map;

/** A parameter and what the optimizer keeps of it, and which of their blocks steps change. */
final class TrackedParameter {
  private final Parameter parameter;
  private final TrackedTensors tensors;

  /**
   * A parameter of which nothing has changed yet.
   *
   * @param slots what the optimizer keeps of it by name
   */
  TrackedParameter(Parameter parameter, Map<String, Tensor> slots, BlockLimits limits) {
    this.parameter = parameter;
    Order order = parameter.isTransposed() ? Order.COLUMNS : Order.ROWS;
    RowCut cut = cut(slots, limits);
    BlockLayout layout = new BlockLayout(parameter.stateShape(), order, cut.block());
    List<float[]> value = List.of(parameter.value().data());
    this.tensors = new TrackedTensors(parameter.name(), layout, cut.columns(), value, slots);
  }

  private RowCut cut(Map<String, Tensor> slots, BlockLimits limits) {
    int most = limits.ofParameter(parameter.name());
    if (!slots.isEmpty()) {
      most = Math.min(most, limits.ofState(parameter.name(), List.copyOf(slots.keySet())));
    }
    return parameter.isSparse()
        ? RowCut.of(parameter.value().columns(), most, limits)
        : RowCut.dense(most, limits);
  }

  TrackedTensors tensors() {
    return tensors;
  }

  /** Notes what a step has just changed. */
  void stepped() {
    for (int i = 0; i < parameter.ranges(); i++) {
      tensors.mark(parameter.rangeStart(i), parameter.rangeEnd(i));
    }
  }
}
