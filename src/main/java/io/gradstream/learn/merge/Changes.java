package io.gradstream.learn.merge;

import io.gradstream.learn.merge.ScaleSettings.Merge;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.RowPatch;
import java.util.HashMap;
import java.util.Map;

/** What a round changes of some tensors, by name; they are shared with who changes them. */
public final class Changes {
  private record Tracked(Tensor tensor, Change change) {}

  private final Map<String, Tracked> tensors = new HashMap<>();

  /** Changes from what these tensors are now. */
  public Changes(Map<String, Tensor> tensors, Merge merge) {
    tensors.forEach(
        (name, tensor) ->
            this.tensors.put(name, new Tracked(tensor, new Change(tensor.data(), merge))));
  }

  /** Changes of nothing. */
  public static Changes none() {
    return new Changes(Map.of(), Merge.AVERAGE);
  }

  /** A patch for each tensor that is not what it was. */
  public Map<String, RowPatch> patches() {
    Map<String, RowPatch> patches = new HashMap<>();
    tensors.forEach(
        (name, each) ->
            each.change().to(each.tensor().data()).ifPresent(patch -> patches.put(name, patch)));
    return patches;
  }
}
