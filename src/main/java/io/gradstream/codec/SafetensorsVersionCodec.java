package io.gradstream.codec;

import io.gradstream.record.JacksonFault;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelVersion;
import java.io.StringWriter;
import java.time.DateTimeException;
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
 * Versions as safetensors files: the parameters as float32 tensors under their names, and the JSON
 * of {@link JsonVersionCodec} less {@code parameters} as the string {@code gradstream} of the
 * file's metadata.
 */
public final class SafetensorsVersionCodec implements VersionCodec {
  /** What the names of tensors begin with that are an optimizer's, and no parameters. */
  public static final String OPTIMIZER = "optimizer/";

  private static final String HEAD = "gradstream";

  private final JsonFactory json = new JsonFactory();
  private final SafetensorsCodec files = new SafetensorsCodec();

  @Override
  public byte[] encode(ModelVersion version) {
    return encode(version, new SafetensorsFile(Map.of(), Map.of()));
  }

  /** The version, and beside it an optimizer's state. */
  public byte[] encode(ModelVersion version, SafetensorsFile optimizer) {
    StringWriter head = new StringWriter();
    try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), head)) {
      new JsonTreeWriter(out).write(VersionHead.of(version).json().members());
    }
    Map<String, String> metadata = new LinkedHashMap<>(optimizer.metadata());
    metadata.put(HEAD, head.toString());
    Map<String, Tensor> tensors = new LinkedHashMap<>(version.parameters());
    tensors.putAll(optimizer.tensors());
    return files.encode(new SafetensorsFile(metadata, tensors));
  }

  @Override
  public ModelVersion decode(byte[] bytes) {
    return version(files.decode(bytes))
        .orElseThrow(() -> new MalformedContent("not a version: its metadata has no " + HEAD));
  }

  /**
   * The version that a file is, empty if it was written by another program.
   *
   * @throws MalformedContent if it says of itself to be one, and is none
   */
  public Optional<ModelVersion> version(SafetensorsFile file) {
    String head = file.metadata().get(HEAD);
    return head == null ? Optional.empty() : Optional.of(version(head, parameters(file)));
  }

  /** The tensors of a file that are no optimizer's. */
  public static Map<String, Tensor> parameters(SafetensorsFile file) {
    Map<String, Tensor> parameters = new LinkedHashMap<>(file.tensors());
    parameters.keySet().removeIf(name -> name.startsWith(OPTIMIZER));
    return parameters;
  }

  private ModelVersion version(String head, Map<String, Tensor> tensors) {
    try (JsonParser in = json.createParser(ObjectReadContext.empty(), head)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedContent("not a version: its metadata is no JSON object");
      }
      return new VersionHead(JsonObject.read(in)).version(tensors);
    } catch (JacksonException e) {
      throw new MalformedContent("not a version: its metadata is " + JacksonFault.of(e), e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new MalformedContent("not a version: " + e.getMessage(), e);
    }
  }
}
