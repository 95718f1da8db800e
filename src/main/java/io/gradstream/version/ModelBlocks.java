package io.gradstream.version;

import io.gradstream.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Blocks of a model's tensors: all of them, or those that changed since the version before.
 *
 * @param whole whether every element that is in no block or patch is zero; else it is what it was
 * @param parameters a set for every parameter and every vocabulary, also where nothing of it
 *     changed
 * @param state a set for every parameter that the optimizer keeps something of, and for what only
 *     the learner needs of vocabularies
 */
public record ModelBlocks(boolean whole, List<BlockSet> parameters, List<BlockSet> state) {
  /** Keeps the lists unmodifiable. */
  public ModelBlocks {
    parameters = List.copyOf(parameters);
    state = List.copyOf(state);
  }

  /** Whether the other has blocks of the same tensors, cut alike. */
  public boolean isCutLike(ModelBlocks other) {
    return areAlike(parameters, other.parameters) && areAlike(state, other.state);
  }

  private static boolean areAlike(List<BlockSet> sets, List<BlockSet> others) {
    boolean alike = sets.size() == others.size();
    for (int i = 0; alike && i < sets.size(); i++) {
      alike = sets.get(i).isLike(others.get(i));
    }
    return alike;
  }

  /** The tensors of these sets put together, by name. */
  public static Map<String, Tensor> tensors(List<BlockSet> sets) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (BlockSet set : sets) {
      set.tensors().forEach(tensor -> tensors.put(tensor, set.tensor(tensor)));
    }
    return tensors;
  }
}
