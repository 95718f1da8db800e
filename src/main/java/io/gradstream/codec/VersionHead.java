package io.gradstream.codec;

import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All of a version but its parameters, as a tree: the part that every wire format writes alike. */
public final class VersionHead {
  private static final DateTimeFormatter MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private VersionHead() {}

  public static Map<String, Object> of(ModelVersion version) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("model", version.model());
    head.put("version", version.version());
    head.put("step", version.step());
    head.put("samples", version.samples());
    head.put("timestamp", MILLISECONDS.format(version.timestamp()));
    head.put("config", version.config());
    head.put("offsets", version.offsets().byTopic());
    if (!version.offsets().topicIds().isEmpty()) {
      head.put("topicIds", version.offsets().topicIds());
    }
    if (!version.offsets().skipped().isEmpty()) {
      head.put("skipped", SkippedOffsets.of(version.offsets()));
    }
    head.put("metrics", version.metrics());
    head.put("sample", version.sample());
    head.put("layers", version.layers());
    head.put("loss", version.loss());
    if (!version.changes().isEmpty()) {
      head.put("changes", version.changes());
    }
    return head;
  }

  /** The version of this head; entries it does not know are passed over. */
  public static ModelVersion version(Map<String, Object> head, Map<String, Tensor> parameters) {
    return new ModelVersion(
        JsonTree.required(head, "model", String.class),
        JsonTree.required(head, "version", Long.class),
        JsonTree.required(head, "step", Long.class),
        JsonTree.required(head, "samples", Long.class),
        Instant.parse(JsonTree.required(head, "timestamp", String.class)),
        JsonTree.required(head, "config", String.class),
        offsets(head),
        JsonTree.object(head, "metrics"),
        JsonTree.object(head, "sample"),
        objects(JsonTree.required(head, "layers", List.class)),
        head.containsKey("loss") ? JsonTree.object(head, "loss") : Map.of(),
        head.containsKey("changes")
            ? objects(JsonTree.required(head, "changes", List.class))
            : List.of(),
        parameters);
  }

  /** Versions of topics without ids have none, nor had any version at first. */
  private static Offsets offsets(Map<String, Object> head) {
    Offsets offsets = offsetsByTopic(JsonTree.object(head, "offsets"));
    if (head.containsKey("topicIds")) {
      Map<String, Object> ids = JsonTree.object(head, "topicIds");
      for (String topic : ids.keySet()) {
        offsets = offsets.withTopicId(topic, JsonTree.required(ids, topic, String.class));
      }
    }
    return head.containsKey("skipped")
        ? SkippedOffsets.added(offsets, JsonTree.object(head, "skipped"))
        : offsets;
  }

  private static Offsets offsetsByTopic(Map<String, Object> byTopic) {
    Offsets offsets = Offsets.none();
    for (String topic : byTopic.keySet()) {
      Map<String, Object> partitions = JsonTree.object(byTopic, topic);
      for (String partition : partitions.keySet()) {
        long next = JsonTree.required(partitions, partition, Long.class);
        offsets = offsets.with(topic, Integer.parseInt(partition), next);
      }
    }
    return offsets;
  }

  private static List<Map<String, Object>> objects(List<?> list) {
    return list.stream().map(each -> JsonTree.object(Map.of("each", each), "each")).toList();
  }
}
