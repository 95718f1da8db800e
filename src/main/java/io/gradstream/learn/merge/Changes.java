package io.gradstream.learn.merge;

import io.gradstream.tensor.Tensor;
import io.gradstream.version.RowPatch;
import java.util.HashMap;
import java.util.Map;

/** What a round changes of some tensors, by name; they are shared with who changes them. */
public final class Changes {
  private record Tracked(Tensor tensor, Change change) {}

  private final Map<String, Tracked> tensors = new HashMap<>();

  /** Changes from what these tensors are now. */
  public Changes(Map<String, Tensor> tensors) {
    tensors.forEach(
        (name, tensor) -> this.tensors.put(name, new Tracked(tensor, new Change(tensor.data()))));
  }

  /** Changes of nothing. */
  public static Changes none() {
    return new Changes(Map.of());
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
