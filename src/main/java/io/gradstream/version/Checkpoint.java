package io.gradstream.version;

import io.gradstream.tensor.Tensor;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What only the learner needs to go on exactly where a version left off: optimizer moments,
 * scalers' sums, metrics, counters. Together with the {@link ModelVersion} of the same number it is
 * the whole learner.
 *
 * @param version the version it belongs to
 * @param configuration the settings that define the learning, flattened: {@code optimizer.type=sgd}
 * @param tensors float32 state by name
 * @param numbers float64 state by name; counts are exact up to 2^53
 */
public record Checkpoint(
    long version,
    Map<String, String> configuration,
    Map<String, Tensor> tensors,
    Map<String, double[]> numbers) {
  /** Keeps the maps sorted and unmodifiable. */
  public Checkpoint {
    configuration = Collections.unmodifiableMap(new TreeMap<>(configuration));
    tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
    numbers = Collections.unmodifiableMap(new TreeMap<>(numbers));
  }
}
