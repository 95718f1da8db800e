package io.gradstream.codec;

/** The wire formats a version can be published in, by the words of the configuration. */
public enum VersionFormat {
  /** One JSON object: any client reads it. */
  JSON,
  /** A safetensors file: compact, and any reader of tensors opens it. */
  SAFETENSORS;

  /** A codec that writes and reads this format. */
  public VersionCodec codec() {
    return switch (this) {
      case JSON -> new JsonVersionCodec();
      case SAFETENSORS -> new SafetensorsVersionCodec();
    };
  }
}
