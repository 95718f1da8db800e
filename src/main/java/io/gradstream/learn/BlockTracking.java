package io.gradstream.learn;

import io.gradstream.autograd.Parameter;
import io.gradstream.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What steps change of a model that is published in blocks, so that a version costs what has
 * changed and not what there is.
 *
 * <p>The first version has every block that is not zero. So has the first after the first step,
 * before which an optimizer may set its slots.
 */
final class BlockTracking {
  private final List<TrackedParameter> tracked = new ArrayList<>();
  private boolean whole = true;

  /** A tracking of these parameters with their optimizer's slots. */
  BlockTracking(Map<String, Parameter> parameters, Map<String, Tensor> slots, BlockRoom room) {
    parameters.forEach(
        (name, parameter) ->
            tracked.add(new TrackedParameter(parameter, slotsOf(name, slots), room)));
  }

  private static Map<String, Tensor> slotsOf(String parameter, Map<String, Tensor> slots) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    slots.forEach(
        (key, tensor) -> {
          if (key.substring(key.indexOf('/') + 1).equals(parameter)) {
            own.put(key, tensor);
          }
        });
    return own;
  }

  /** Notes what a step has just changed. */
  void stepped() {
    for (int i = 0; i < tracked.size(); i++) {
      tracked.get(i).stepped();
    }
  }

  /** Copies of what has changed since the last call, or of everything. */
  ModelBlocks take(long steps) {
    List<BlockSet> parameters = new ArrayList<>();
    List<BlockSet> state = new ArrayList<>();
    for (TrackedParameter each : tracked) {
      int[] numbers = whole ? each.takeAll() : each.takeChanged();
      parameters.add(each.parameterBlocks(numbers));
      if (each.hasSlots()) {
        state.add(each.stateBlocks(numbers));
      }
    }
    ModelBlocks taken = new ModelBlocks(whole, parameters, state);
    whole = steps == 0;
    return taken;
  }

  /** Goes on from what these blocks have made of the parameters and slots. */
  void goOnFrom(ModelBlocks restored, long steps) {
    whole = steps == 0 || !restored.isCutLike(empty());
  }

  private ModelBlocks empty() {
    List<BlockSet> parameters = new ArrayList<>();
    List<BlockSet> state = new ArrayList<>();
    for (TrackedParameter each : tracked) {
      parameters.add(each.parameterBlocks(new int[0]));
      if (each.hasSlots()) {
        state.add(each.stateBlocks(new int[0]));
      }
    }
    return new ModelBlocks(false, parameters, state);
  }
}
