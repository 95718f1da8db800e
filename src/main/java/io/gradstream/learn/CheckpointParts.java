package io.gradstream.learn;

import io.gradstream.optim.OptimizerState;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.Checkpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The parts of a checkpoint under the names that keep them apart. */
final class CheckpointParts {
  static final String OPTIMIZER = "optimizer/";
  static final String SCHEDULE = "schedule/";
  private static final String MODEL = "model/";
  static final String VOCABULARY = "vocabulary/";

  private final Map<String, Tensor> tensors = new HashMap<>();
  private final Map<String, double[]> numbers = new HashMap<>();

  CheckpointParts addNumbers(Map<String, double[]> state) {
    numbers.putAll(state);
    return this;
  }

  CheckpointParts addOptimizer(OptimizerState state) {
    state.tensors().forEach((key, tensor) -> tensors.put(OPTIMIZER + key, tensor));
    return addEach(OPTIMIZER, state.numbers());
  }

  /** Adds what is kept of vocabularies, which is shared: it is copied. */
  CheckpointParts addVocabularies(Map<String, Tensor> state) {
    state.forEach((key, tensor) -> tensors.put(VOCABULARY + key, tensor.copy()));
    return this;
  }

  CheckpointParts addSchedule(Map<String, Double> state) {
    return addEach(SCHEDULE, state);
  }

  CheckpointParts addModel(Map<String, Double> state) {
    return addEach(MODEL, state);
  }

  private CheckpointParts addEach(String prefix, Map<String, Double> state) {
    state.forEach((key, number) -> numbers.put(prefix + key, new double[] {number}));
    return this;
  }

  Checkpoint toCheckpoint(long version, Map<String, String> configuration) {
    return new Checkpoint(version, configuration, tensors, numbers);
  }

  static OptimizerState optimizer(Checkpoint checkpoint) {
    Map<String, Tensor> tensors = below(OPTIMIZER, checkpoint);
    return new OptimizerState(tensors, below(OPTIMIZER, checkpoint.numbers(), each -> each[0]));
  }

  static Map<String, Tensor> vocabularies(Checkpoint checkpoint) {
    return below(VOCABULARY, checkpoint);
  }

  /** The tensors whose names begin so, by what follows. */
  static Map<String, Tensor> below(String prefix, Checkpoint checkpoint) {
    return below(prefix, checkpoint.tensors(), tensor -> tensor);
  }

  static Map<String, Double> schedule(Checkpoint checkpoint) {
    return below(SCHEDULE, checkpoint.numbers(), each -> each[0]);
  }

  static Map<String, Double> model(Checkpoint checkpoint) {
    return below(MODEL, checkpoint.numbers(), each -> each[0]);
  }

  private static <S, T> Map<String, T> below(
      String prefix, Map<String, S> state, Function<S, T> value) {
    Map<String, T> below = new HashMap<>();
    state.forEach(
        (key, each) -> {
          if (key.startsWith(prefix)) {
            below.put(key.substring(prefix.length()), value.apply(each));
          }
        });
    return below;
  }
}
