package io.gradstream.codec;

import io.gradstream.record.JacksonFault;
import io.gradstream.version.VersionFigures;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A version's figures as one JSON object: {@code {"model", "version", "step", "samples",
 * "timestamp", "newestSample", "loss", "learningRate", "rejected", "metrics"}}. What is not known
 * or no finite number is absent. Thread-safe.
 */
public final class FiguresCodec {
  private static final String NEWEST_SAMPLE = "newestSample";
  private static final String LOSS = "loss";
  private static final String LEARNING_RATE = "learningRate";
  private static final DateTimeFormatter MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private final JsonFactory json = JsonFactory.builder().build();

  /** The figures as bytes. */
  public byte[] encode(VersionFigures figures) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), bytes)) {
      new JsonTreeWriter(out).write(tree(figures));
    }
    return bytes.toByteArray();
  }

  private static Map<String, Object> tree(VersionFigures figures) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("model", figures.model());
    tree.put("version", figures.version());
    tree.put("step", figures.step());
    tree.put("samples", figures.samples());
    tree.put("timestamp", MILLISECONDS.format(figures.timestamp()));
    figures.newestSample().ifPresent(at -> tree.put(NEWEST_SAMPLE, MILLISECONDS.format(at)));
    putFinite(tree, LOSS, figures.loss());
    putFinite(tree, LEARNING_RATE, figures.learningRate());
    tree.put("rejected", figures.rejected());
    tree.put("metrics", figures.metrics());
    return tree;
  }

  private static void putFinite(Map<String, Object> tree, String key, double value) {
    if (Double.isFinite(value)) {
      tree.put(key, value);
    }
  }

  /**
   * The figures that were written; members it does not know are passed over.
   *
   * @throws MalformedContent if the bytes are none
   */
  public VersionFigures decode(byte[] bytes) {
    try (JsonParser in = json.createParser(ObjectReadContext.empty(), bytes)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedContent("not a version's figures: they must be an object");
      }
      return figures(JsonObject.read(in));
    } catch (JacksonException e) {
      throw new MalformedContent(JacksonFault.of(e), e);
    } catch (DateTimeException e) {
      throw new MalformedContent("not a version's figures: " + e.getMessage(), e);
    }
  }

  private static VersionFigures figures(JsonObject tree) {
    return new VersionFigures(
        tree.required("model", String.class),
        tree.required("version", Long.class),
        tree.required("step", Long.class),
        tree.required("samples", Long.class),
        Instant.parse(tree.required("timestamp", String.class)),
        newestSample(tree),
        number(tree, LOSS),
        number(tree, LEARNING_RATE),
        tree.required("rejected", Long.class),
        tree.object("metrics").members());
  }

  private static Optional<Instant> newestSample(JsonObject tree) {
    return tree.has(NEWEST_SAMPLE)
        ? Optional.of(Instant.parse(tree.required(NEWEST_SAMPLE, String.class)))
        : Optional.empty();
  }

  private static double number(JsonObject tree, String key) {
    return tree.has(key) ? tree.required(key, Number.class).doubleValue() : Double.NaN;
  }
}
