package io.gradstream.codec;

import io.gradstream.record.JacksonFault;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelVersion;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Versions as one JSON object: {@code {"model", "version", "step", "samples", "timestamp",
 * "config", "offsets": {topic: {partition: nextOffset}}, "metrics", "sample", "layers", "loss",
 * "parameters": {"0.weight": {"shape": [16, 513], "data": [...]}}}}. Where there is something to
 * say, {@code topicIds}, {@code skipped} and {@code caughtUp} stand behind {@code offsets}, and
 * {@code changes} behind {@code loss}.
 *
 * <p>Each parameter is row-major, its elements the shortest decimals that give the same float32
 * again. JSON has no NaN and no infinity: a parameter that holds one is refused.
 */
public final class JsonVersionCodec implements VersionCodec {
  private final JsonFactory json =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  /**
   * @throws IllegalArgumentException if a parameter is not finite, naming it
   */
  @Override
  public byte[] encode(ModelVersion version) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), bytes)) {
      JsonTreeWriter trees = new JsonTreeWriter(out);
      out.writeStartObject();
      VersionHead.of(version)
          .json()
          .members()
          .forEach(
              (name, value) -> {
                out.writeName(name);
                trees.write(value);
              });
      out.writeName("parameters");
      writeParameters(out, version.parameters());
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void writeParameters(JsonGenerator out, Map<String, Tensor> parameters) {
    out.writeStartObject();
    parameters.forEach(
        (name, parameter) -> {
          out.writeName(name);
          writeParameter(out, name, parameter);
        });
    out.writeEndObject();
  }

  private static void writeParameter(JsonGenerator out, String name, Tensor parameter) {
    out.writeStartObject();
    out.writeName("shape");
    new JsonTreeWriter(out).writeShape(parameter.shape());
    out.writeName("data");
    out.writeStartArray();
    for (int i = 0; i < parameter.size(); i++) {
      float element = parameter.data()[i];
      requireFinite(name, i, element);
      out.writeNumber(element);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void requireFinite(String name, int index, float element) {
    if (!Float.isFinite(element)) {
      throw new IllegalArgumentException(
          "parameter %s must be finite in JSON: element %d is %s".formatted(name, index, element));
    }
  }

  @Override
  public ModelVersion decode(byte[] bytes) {
    try (JsonParser in = json.createParser(ObjectReadContext.empty(), bytes)) {
      return readVersion(in, bytes.length);
    } catch (JacksonException e) {
      throw new MalformedContent(JacksonFault.of(e), e);
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw new MalformedContent("not a version: " + e.getMessage(), e);
    }
  }

  private static ModelVersion readVersion(JsonParser in, int bytes) {
    requireToken(in.nextToken(), JsonToken.START_OBJECT, "a version");
    Map<String, Object> head = new LinkedHashMap<>();
    Map<String, Tensor> parameters = null;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      if (name.equals("parameters")) {
        requireToken(token, JsonToken.START_OBJECT, "parameters");
        parameters = readParameters(in, bytes);
      } else {
        Object value = JsonObject.readValue(in);
        if (value != null) {
          head.put(name, value);
        }
      }
    }
    if (parameters == null) {
      throw new MalformedContent("not a version: it has no parameters");
    }
    return new VersionHead(new JsonObject(head)).version(parameters);
  }

  private static Map<String, Tensor> readParameters(JsonParser in, int bytes) {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      requireToken(in.nextToken(), JsonToken.START_OBJECT, "parameter " + name);
      parameters.put(name, readParameter(in, name, bytes));
    }
    return parameters;
  }

  private static Tensor readParameter(JsonParser in, String parameter, int bytes) {
    int[] extents = {};
    float[] data = {};
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      requireToken(in.nextToken(), JsonToken.START_ARRAY, name);
      switch (name) {
        case "shape" -> extents = readExtents(in);
        // a number takes two bytes at least: no more room than the bytes can fill
        case "data" -> data = readElements(in, Math.min(Shape.of(extents).size(), bytes / 2));
        default -> in.skipChildren();
      }
    }
    for (int i = 0; i < data.length; i++) {
      requireFinite(parameter, i, data[i]);
    }
    return Tensor.wrap(data, Shape.of(extents));
  }

  private static int[] readExtents(JsonParser in) {
    int[] extents = {};
    while (in.nextToken() != JsonToken.END_ARRAY) {
      extents = Arrays.copyOf(extents, extents.length + 1);
      extents[extents.length - 1] = in.getIntValue();
    }
    return extents;
  }

  private static float[] readElements(JsonParser in, int expected) {
    float[] elements = new float[expected];
    int size = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (size == elements.length) {
        elements = Arrays.copyOf(elements, Math.max(16, 2 * size));
      }
      elements[size++] = in.getFloatValue();
    }
    return size == elements.length ? elements : Arrays.copyOf(elements, size);
  }

  private static void requireToken(JsonToken token, JsonToken expected, String what) {
    if (token != expected) {
      throw new MalformedContent("%s must begin with %s: %s".formatted(what, expected, token));
    }
  }
}
