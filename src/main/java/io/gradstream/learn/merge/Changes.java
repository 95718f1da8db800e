package io.gradstream.learn.merge;

import io.gradstream.learn.merge.ScaleSettings.Merge;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.RowPatch;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** What a round changes of some tensors, by name; they are shared with who changes them. */
public final class Changes {
  private record Tracked(Tensor tensor, Change change) {}

  private final Map<String, Tracked> tensors = new HashMap<>();

  /**
   * Changes from what these tensors are now.
   *
   * @param hasRows which of them have rows that can start again
   */
  public Changes(Map<String, Tensor> tensors, Merge merge, Predicate<String> hasRows) {
    tensors.forEach(
        (name, tensor) -> {
          Change change = new Change(tensor.data(), merge, hasRows.test(name));
          this.tensors.put(name, new Tracked(tensor, change));
        });
  }

  /** Changes of nothing. */
  public static Changes none() {
    return new Changes(Map.of(), Merge.AVERAGE, name -> false);
  }

  /** Elements of some of them, from one to another, start again from what they are by now. */
  public void restart(Predicate<String> of, int from, int to) {
    tensors.forEach(
        (name, each) -> {
          if (of.test(name)) {
            each.change().restart(each.tensor().data(), from, to);
          }
        });
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
