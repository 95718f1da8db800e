package io.gradstream.learn.tracking;

import io.gradstream.autograd.Parameter;
import io.gradstream.learn.vocabulary.Vocabulary;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.BlockSet;
import io.gradstream.version.ModelBlocks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What steps change of a model that is published in blocks, so that a version costs what has
 * changed and not what there is.
 *
 * <p>The first version has every block that is not zero. So has the first after the first step,
 * before which an optimizer may set its slots.
 */
public final class BlockTracking {
  private final List<TrackedParameter> stepping = new ArrayList<>();
  private final List<TrackedVocabulary> vocabularies = new ArrayList<>();
  private final List<TrackedTensors> tracked = new ArrayList<>();
  private boolean whole = true;

  /** A tracking of these parameters with their optimizer's slots, and of vocabularies. */
  public BlockTracking(
      Map<String, Parameter> parameters,
      Map<String, Tensor> slots,
      List<Vocabulary> vocabularies,
      BlockLimits limits) {
    parameters.forEach(
        (name, parameter) ->
            stepping.add(new TrackedParameter(parameter, slotsOf(name, slots), limits)));
    vocabularies.forEach(each -> this.vocabularies.add(new TrackedVocabulary(each, limits)));
    stepping.forEach(each -> tracked.add(each.tensors()));
    this.vocabularies.forEach(each -> tracked.addAll(each.tensors()));
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
  public void stepped() {
    for (int i = 0; i < stepping.size(); i++) {
      stepping.get(i).stepped();
    }
  }

  /** Has the next call of {@link #drain} take everything. */
  public void takeWhole() {
    whole = true;
  }

  /**
   * Copies of what has changed since the last call, or of everything. Patches in it are valid until
   * the next call.
   */
  public ModelBlocks drain(long steps) {
    List<BlockSet> parameters = new ArrayList<>();
    List<BlockSet> state = new ArrayList<>();
    vocabularies.forEach(TrackedVocabulary::noteChanges);
    for (TrackedTensors each : tracked) {
      if (whole) {
        each.addAll(parameters, state);
      } else {
        each.addChanges(parameters, state);
      }
    }
    ModelBlocks taken = new ModelBlocks(whole, parameters, state);
    whole = steps == 0;
    return taken;
  }

  /** Copies of everything, for a tracking that nothing else is taken of. */
  public ModelBlocks all() {
    List<BlockSet> parameters = new ArrayList<>();
    List<BlockSet> state = new ArrayList<>();
    tracked.forEach(each -> each.addAll(parameters, state));
    return new ModelBlocks(true, parameters, state);
  }

  /** Goes on from what these blocks have made of the parameters and slots. */
  public void goOnFrom(ModelBlocks restored, long steps) {
    whole = steps == 0 || !restored.isCutLike(empty());
    for (TrackedTensors each : tracked) {
      each.goOnFrom(patched(each.name(), restored));
    }
  }

  /** The blocks of one name that are behind on either topic, in the order they are on that one. */
  private static int[] patched(String name, ModelBlocks restored) {
    return Stream.of(restored.parameters(), restored.state())
        .flatMap(List::stream)
        .filter(set -> set.name().equals(name))
        .flatMapToInt(set -> Arrays.stream(set.patched()))
        .distinct()
        .toArray();
  }

  private ModelBlocks empty() {
    List<BlockSet> parameters = new ArrayList<>();
    List<BlockSet> state = new ArrayList<>();
    tracked.forEach(each -> each.addNone(parameters, state));
    return new ModelBlocks(false, parameters, state);
  }
}
