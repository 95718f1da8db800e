package io.gradstream.version;

import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The model of one key as its consumers get it: what differs from the shared version that they have
 * it beside.
 *
 * @param key the value of the field that says which model a sample is for
 * @param version the version that it was published with
 * @param step optimizer steps taken by it
 * @param samples samples learned by it
 * @param parameters all parameters, tensor by tensor in the order of their names, each in the
 *     layout that the shared version has it in
 * @param figures those that features and label are scaled by, in the order in which the shared
 *     version's {@code sample} has them: feature by feature, the label last, and of each those
 *     under the names of {@link #FIGURES}, unless they are fixed
 */
// Arrays within a record, because they only pass through: it is neither compared nor changed.
@SuppressWarnings("ArrayRecordComponent")
public record KeyModel(
    String key, long version, long step, long samples, float[] parameters, double[] figures) {
  /** The member of a version's {@code sample} that says that there are models for keys. */
  public static final String MEMBER = "perKey";

  /** What a feature's running figures are called, in their order. */
  private static final List<String> FIGURES = List.of("fill", "mean", "variance", "min", "max");

  private static final String FILL = "fill";

  /**
   * The version of this key's model.
   *
   * @param shared the version of the shared model, with its parameters
   * @throws IllegalArgumentException if this is no key's of such a model
   */
  public ModelVersion in(ModelVersion shared) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shared.parameters().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return in(shared, shapes);
  }

  /** The same beside a shared version without its parameters, of these shapes by name. */
  public ModelVersion in(ModelVersion shared, Map<String, Shape> shapes) {
    return new ModelVersion(
        shared.model(),
        version,
        step,
        samples,
        shared.timestamp(),
        shared.config(),
        shared.offsets(),
        shared.metrics(),
        sampleOf(shared.sample()),
        shared.layers(),
        shared.loss(),
        shared.changes(),
        shared.control(),
        tensorsOf(shapes));
  }

  private Map<String, Tensor> tensorsOf(Map<String, Shape> shapes) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> own.put(name, Tensor.zeros(shape)));
    int at = 0;
    for (Tensor tensor : new TreeMap<>(own).values()) {
      require(at + tensor.size() <= parameters.length);
      System.arraycopy(parameters, at, tensor.data(), 0, tensor.size());
      at += tensor.size();
    }
    require(at == parameters.length);
    return own;
  }

  private void require(boolean fits) {
    if (!fits) {
      throw new IllegalArgumentException(
          "the model of key %s is of other layers than the shared one: it has %d parameters"
              .formatted(key, parameters.length));
    }
  }

  private Map<String, Object> sampleOf(Map<String, Object> shared) {
    Map<String, Object> own = new LinkedHashMap<>(shared);
    int[] at = {0};
    List<Object> features = new ArrayList<>();
    if (shared.get("features") instanceof List<?> described) {
      described.forEach(feature -> features.add(figuresOf(feature, at)));
    }
    own.put("features", features);
    own.computeIfPresent("label", (name, label) -> figuresOf(label, at));
    own.remove(MEMBER);
    require(at[0] == figures.length);
    return own;
  }

  private Object figuresOf(Object described, int[] at) {
    Map<String, Object> own = new LinkedHashMap<>();
    if (described instanceof Map<?, ?> tree) {
      tree.forEach((name, value) -> own.put(String.valueOf(name), value));
    }
    boolean fixed = Boolean.TRUE.equals(own.get("fixed"));
    for (String name : FIGURES) {
      Object value = own.get(name);
      if (value != null && !(value instanceof String) && (!fixed || name.equals(FILL))) {
        own.put(name, taken(value, at));
      }
    }
    return own;
  }

  private Object taken(Object like, int[] at) {
    int size = like instanceof List<?> list ? list.size() : 1;
    require(at[0] + size <= figures.length);
    int from = at[0];
    at[0] += size;
    if (like instanceof Number) {
      return figures[from];
    }
    List<Object> own = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      own.add(figures[from + i]);
    }
    return own;
  }
}
