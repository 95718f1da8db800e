package io.gradstream.app;

import io.gradstream.codec.JsonVersionCodec;
import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.codec.VersionCodec;
import io.gradstream.learn.ModelVersion;
import io.gradstream.pipeline.PublishSettings.Format;
import java.nio.charset.StandardCharsets;

/** The wire formats of versions by their settings' name. */
final class Formats {
  private Formats() {}

  static VersionCodec codec(Format format) {
    return switch (format) {
      case JSON -> new JsonVersionCodec();
      case SAFETENSORS -> new SafetensorsVersionCodec();
    };
  }

  /** A version in whichever format it was published: a JSON object says so with its first byte. */
  static ModelVersion decode(byte[] bytes) {
    boolean json = bytes.length > 8 && bytes[0] == '{' && bytes[1] == '"';
    return codec(json ? Format.JSON : Format.SAFETENSORS).decode(bytes);
  }

  /** A version as one line of JSON, whichever format it was published in. */
  static String jsonLine(ModelVersion version) {
    return new String(codec(Format.JSON).encode(version), StandardCharsets.UTF_8);
  }
}
