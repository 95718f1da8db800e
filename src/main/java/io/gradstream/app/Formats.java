package io.gradstream.app;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.codec.JsonVersionCodec;
import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.codec.VersionCodec;
import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.codec.block.BlocksJsonCodec;
import io.gradstream.kafka.Encoders;
import io.gradstream.pipeline.PublishSettings.Format;
import io.gradstream.version.ModelVersion;
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

  /** How versions of this format and checkpoints are written. */
  static Encoders encoders(Format format) {
    return new Encoders(codec(format)::encode, new CheckpointCodec()::encode);
  }

  /** The most bytes that an element of a parameter takes. */
  static int elementBytes(Format format) {
    return switch (format) {
      case JSON -> "-1.17549435E-38,".length();
      case SAFETENSORS -> Float.BYTES;
    };
  }

  /**
   * A version as one line of JSON, whichever format it was published in; without its parameters if
   * it came in blocks.
   */
  static String jsonLine(AssembledVersion version) {
    byte[] line =
        version
            .blocks()
            .map(all -> new BlocksJsonCodec().encode(version.head(), all.parameters()))
            .orElseGet(() -> codec(Format.JSON).encode(version.head()));
    return new String(line, StandardCharsets.UTF_8);
  }
}
