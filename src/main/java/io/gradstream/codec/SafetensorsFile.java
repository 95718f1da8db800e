package io.gradstream.codec;

import io.gradstream.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a safetensors file holds, in its order.
 *
 * @param metadata the strings of {@code __metadata__}
 * @param tensors float32 tensors by name
 * @param numbers float64 arrays by name, none of which names a tensor too
 */
public record SafetensorsFile(
    Map<String, String> metadata, Map<String, Tensor> tensors, Map<String, double[]> numbers) {
  /** Keeps the maps in their order and unmodifiable. */
  public SafetensorsFile {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    for (String name : numbers.keySet()) {
      if (tensors.containsKey(name)) {
        throw new IllegalArgumentException("numbers must not share a name with a tensor: " + name);
      }
    }
  }

  /** A file of float32 tensors only. */
  public SafetensorsFile(Map<String, String> metadata, Map<String, Tensor> tensors) {
    this(metadata, tensors, Map.of());
  }
}
