package io.gradstream.codec.block;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.codec.JsonObject;
import io.gradstream.codec.JsonTreeWriter;
import io.gradstream.codec.MalformedContent;
import io.gradstream.record.JacksonFault;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Manifests, which come behind the blocks they stand for: a JSON object that begins with {@code
 * "manifest": 1}, or 2 where there are patches besides. Thread-safe.
 */
final class ManifestCodec {
  private static final String MANIFEST = "manifest";
  private static final long BLOCKS = 1;
  private static final long PATCHES = 2;
  private static final byte[] BEGINNING = "{\"manifest\":".getBytes(UTF_8);

  private final JsonFactory json = new JsonFactory();

  /** Whether these bytes are a manifest and not all in one. */
  static boolean isManifest(byte[] bytes) {
    return bytes.length > BEGINNING.length
        && Arrays.equals(bytes, 0, BEGINNING.length, BEGINNING, 0, BEGINNING.length);
  }

  byte[] encode(Map<String, Object> head, BlockIndex index) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(MANIFEST, index.patches().isEmpty() ? BLOCKS : PATCHES);
    tree.putAll(head);
    tree.putAll(index.tree());
    return encode(tree);
  }

  byte[] encode(Map<String, Object> tree) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), bytes)) {
      new JsonTreeWriter(out).write(tree);
    }
    return bytes.toByteArray();
  }

  /**
   * The whole tree of a manifest.
   *
   * @throws MalformedContent if it is none
   */
  JsonObject decode(byte[] bytes) {
    JsonObject tree = tree(bytes);
    long format = tree.required(MANIFEST, Long.class);
    if (format < BLOCKS || format > PATCHES) {
      throw new MalformedContent(
          "manifest must be %d or %d, later ones need a later gradstream: %d"
              .formatted(BLOCKS, PATCHES, format));
    }
    return tree;
  }

  /**
   * The tree that these bytes are.
   *
   * @throws MalformedContent if they are no JSON object
   */
  JsonObject tree(byte[] bytes) {
    try (JsonParser in = json.createParser(ObjectReadContext.empty(), bytes)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedContent("not a manifest: no JSON object");
      }
      return JsonObject.read(in);
    } catch (JacksonException e) {
      throw new MalformedContent("not a manifest: " + JacksonFault.of(e), e);
    }
  }
}
