package io.gradstream.codec;

import io.gradstream.learn.ModelVersion;
import io.gradstream.learn.Offsets;
import io.gradstream.tensor.Tensor;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All of a version but its parameters, as a tree: the part that every wire format writes alike. */
final class VersionHead {
  private static final DateTimeFormatter MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private VersionHead() {}

  static Map<String, Object> of(ModelVersion version) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("model", version.model());
    head.put("version", version.version());
    head.put("step", version.step());
    head.put("samples", version.samples());
    head.put("timestamp", MILLISECONDS.format(version.timestamp()));
    head.put("config", version.config());
    head.put("offsets", version.offsets().byTopic());
    head.put("metrics", version.metrics());
    head.put("sample", version.sample());
    head.put("layers", version.layers());
    return head;
  }

  /** The version of this head; entries it does not know are passed over. */
  static ModelVersion version(Map<String, Object> head, Map<String, Tensor> parameters) {
    return new ModelVersion(
        required(head, "model", String.class),
        required(head, "version", Long.class),
        required(head, "step", Long.class),
        required(head, "samples", Long.class),
        Instant.parse(required(head, "timestamp", String.class)),
        required(head, "config", String.class),
        offsets(object(head, "offsets")),
        object(head, "metrics"),
        object(head, "sample"),
        layers(head),
        parameters);
  }

  private static Offsets offsets(Map<String, Object> byTopic) {
    Offsets offsets = Offsets.none();
    for (String topic : byTopic.keySet()) {
      Map<String, Object> partitions = object(byTopic, topic);
      for (String partition : partitions.keySet()) {
        long next = required(partitions, partition, Long.class);
        offsets = offsets.with(topic, Integer.parseInt(partition), next);
      }
    }
    return offsets;
  }

  private static List<Map<String, Object>> layers(Map<String, Object> head) {
    List<?> layers = required(head, "layers", List.class);
    return layers.stream().map(layer -> object(Map.of("layer", layer), "layer")).toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Map<String, Object> tree, String name) {
    return (Map<String, Object>) required(tree, name, Map.class);
  }

  private static <T> T required(Map<String, Object> tree, String name, Class<T> type) {
    Object value = tree.get(name);
    if (!type.isInstance(value)) {
      throw new MalformedContent(
          "%s must be a %s: %s".formatted(name, type.getSimpleName(), value));
    }
    return type.cast(value);
  }
}
