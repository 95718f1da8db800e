package io.gradstream.app.train;

import io.gradstream.autograd.Parameter;
import io.gradstream.codec.SafetensorsFile;
import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.data.SampleSettings;
import io.gradstream.optim.OptimizerState;
import io.gradstream.optim.PyTorchSlots;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.BlockSet;
import io.gradstream.version.Checkpoint;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.Snapshot;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An optimizer's state beside a model's parameters in a file, in PyTorch's words: the tensor {@code
 * optimizer/exp_avg/0.weight} is what its Adam keeps of that parameter as {@code exp_avg}. The
 * metadata has its type, {@code optimizer.type}, and its numbers, such as {@code optimizer.step}.
 *
 * @param type the optimizer's word: {@code adam}
 * @param state by our names
 */
public record SavedOptimizer(String type, OptimizerState state) {
  private static final String TENSORS = SafetensorsVersionCodec.OPTIMIZER;
  private static final String METADATA = "optimizer.";
  private static final String TYPE = METADATA + "type";
  private static final String FIRST_WEIGHT = "0.weight";

  /** That of a learner, its tensors in the shapes that their parameters have in versions. */
  public static SavedOptimizer of(Snapshot learner) {
    Checkpoint checkpoint = learner.checkpoint();
    Map<String, Double> numbers = new TreeMap<>();
    checkpoint
        .numbers()
        .forEach((name, one) -> below(TENSORS, name).ifPresent(own -> numbers.put(own, one[0])));
    String type = checkpoint.configuration().getOrDefault(TYPE, "unknown");
    return new SavedOptimizer(type, new OptimizerState(slots(learner), numbers));
  }

  private static Map<String, Tensor> slots(Snapshot learner) {
    Map<String, Tensor> slots = new TreeMap<>();
    boolean isTurned = isFirstWeightTurned(learner);
    learner
        .checkpoint()
        .tensors()
        .forEach(
            (name, tensor) ->
                below(TENSORS, name)
                    .ifPresent(
                        own -> slots.put(own, isTurned ? asPublished(own, tensor) : tensor)));
    learner.blocks().ifPresent(blocks -> addFrom(blocks, slots));
    return slots;
  }

  /** A first layer of columns that are mostly zero is kept column by column. */
  private static boolean isFirstWeightTurned(Snapshot learner) {
    SampleSettings sample = SampleSettings.described(learner.version().sample());
    return sample.isSparse() || !sample.embeddings().isEmpty();
  }

  private static Tensor asPublished(String slot, Tensor tensor) {
    return slot.endsWith("/" + FIRST_WEIGHT)
        ? Parameter.sparseTransposed(FIRST_WEIGHT, tensor).state()
        : tensor;
  }

  /** In blocks they are as versions have them, beside what is kept of vocabularies. */
  private static void addFrom(ModelBlocks blocks, Map<String, Tensor> slots) {
    Set<String> parameters =
        blocks.parameters().stream().map(BlockSet::name).collect(Collectors.toSet());
    blocks.state().stream()
        .filter(set -> parameters.contains(set.name()))
        .forEach(set -> set.tensors().forEach(slot -> slots.put(slot, set.tensor(slot))));
  }

  /**
   * That which a file has.
   *
   * @return empty if it has none
   * @throws IllegalArgumentException if it has some, and does not say whose or of which step
   */
  public static Optional<SavedOptimizer> read(SafetensorsFile file) {
    Map<String, Tensor> tensors = new TreeMap<>();
    String type = file.metadata().get(TYPE);
    PyTorchSlots words = PyTorchSlots.of(String.valueOf(type));
    file.tensors()
        .forEach(
            (name, tensor) ->
                below(TENSORS, name).ifPresent(own -> tensors.put(words.fromPyTorch(own), tensor)));
    if (type == null && !tensors.isEmpty()) {
      throw new IllegalArgumentException(
          "optimizer.type must be in the metadata of a file with an optimizer's state: not there");
    }
    return type == null
        ? Optional.empty()
        : Optional.of(new SavedOptimizer(type, new OptimizerState(tensors, numbers(file))));
  }

  private static Map<String, Double> numbers(SafetensorsFile file) {
    Map<String, Double> numbers = new TreeMap<>();
    file.metadata()
        .forEach(
            (key, text) ->
                below(METADATA, key)
                    .filter(own -> !key.equals(TYPE))
                    .ifPresent(own -> numbers.put(own, number(key, text))));
    double step = numbers.getOrDefault("step", -1.0);
    if (!(step >= 0 && step == Math.rint(step))) {
      throw new IllegalArgumentException(
          "optimizer.step must be in the metadata, how many steps were taken: "
              + file.metadata().getOrDefault("optimizer.step", "not there"));
    }
    return numbers;
  }

  private static double number(String key, String text) {
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IllegalArgumentException(key + " must be a finite number: " + text);
  }

  private static Optional<String> below(String prefix, String name) {
    return name.startsWith(prefix)
        ? Optional.of(name.substring(prefix.length()))
        : Optional.empty();
  }

  /** What a file has of it. */
  public SafetensorsFile file() {
    PyTorchSlots words = PyTorchSlots.of(type);
    Map<String, Tensor> tensors = new TreeMap<>();
    state.tensors().forEach((slot, one) -> tensors.put(TENSORS + words.toPyTorch(slot), one));
    Map<String, String> metadata = new TreeMap<>(Map.of(TYPE, type));
    state.numbers().forEach((name, number) -> metadata.put(METADATA + name, plain(number)));
    return new SafetensorsFile(metadata, tensors);
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1L << 53
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
