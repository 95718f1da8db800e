package io.gradstream.codec;

import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.OffsetRuns;
import io.gradstream.version.Offsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All of a version but its parameters: the part that every wire format writes alike.
 *
 * @param json as an object
 */
public record VersionHead(JsonObject json) {
  private static final DateTimeFormatter MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  /** The head of a version. */
  public static VersionHead of(ModelVersion version) {
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
    putRuns("skipped", version.offsets().skipped(), head);
    putRuns("caughtUp", version.offsets().caughtUp(), head);
    head.put("metrics", version.metrics());
    head.put("sample", version.sample());
    head.put("layers", version.layers());
    head.put("loss", version.loss());
    if (!version.changes().isEmpty()) {
      head.put("changes", version.changes());
    }
    if (!version.control().isEmpty()) {
      head.put("control", version.control());
    }
    return new VersionHead(new JsonObject(head));
  }

  private static void putRuns(String name, OffsetRuns runs, Map<String, Object> head) {
    if (!runs.isEmpty()) {
      head.put(name, OffsetRunsTree.of(runs));
    }
  }

  /**
   * The version of this head; members it does not know are passed over.
   *
   * @throws MalformedContent if one that it needs is missing or of another type
   * @throws IllegalArgumentException if a partition is no number, or a run of offsets is none
   * @throws java.time.DateTimeException if the timestamp is none
   */
  public ModelVersion version(Map<String, Tensor> parameters) {
    return new ModelVersion(
        json.required("model", String.class),
        json.required("version", Long.class),
        json.required("step", Long.class),
        json.required("samples", Long.class),
        Instant.parse(json.required("timestamp", String.class)),
        json.required("config", String.class),
        offsets(),
        json.object("metrics").members(),
        json.object("sample").members(),
        objects("layers", "layer"),
        json.has("loss") ? json.object("loss").members() : Map.of(),
        json.has("changes") ? objects("changes", "change") : List.of(),
        json.has("control") ? json.object("control").members() : Map.of(),
        parameters);
  }

  /** Versions of topics without ids have none, nor had any version at first. */
  private Offsets offsets() {
    Offsets offsets = offsetsByTopic(json.object("offsets"));
    if (json.has("topicIds")) {
      JsonObject ids = json.object("topicIds");
      for (String topic : ids.members().keySet()) {
        offsets = offsets.withTopicId(topic, ids.required(topic, String.class));
      }
    }
    return offsets.with(runs("skipped"), runs("caughtUp"));
  }

  private OffsetRuns runs(String name) {
    return json.has(name) ? OffsetRunsTree.runs(json.object(name)) : OffsetRuns.none();
  }

  private static Offsets offsetsByTopic(JsonObject byTopic) {
    Offsets offsets = Offsets.none();
    for (String topic : byTopic.members().keySet()) {
      JsonObject partitions = byTopic.object(topic);
      for (String partition : partitions.members().keySet()) {
        long next = partitions.required(partition, Long.class);
        offsets = offsets.with(topic, Integer.parseInt(partition), next);
      }
    }
    return offsets;
  }

  private List<Map<String, Object>> objects(String member, String each) {
    List<?> list = json.required(member, List.class);
    return list.stream()
        .map(element -> new JsonObject(Map.of(each, element)).object(each).members())
        .toList();
  }
}
