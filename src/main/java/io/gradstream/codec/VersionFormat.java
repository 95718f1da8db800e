package io.gradstream.codec;

/** The wire formats a version can be published in, by the words of the configuration. */
public enum VersionFormat {
  /** One JSON object: any client reads it. */
  JSON(new JsonVersionCodec()),
  /** A safetensors file: compact, and any reader of tensors opens it. */
  SAFETENSORS(new SafetensorsVersionCodec());

  private final VersionCodec codec;

  VersionFormat(VersionCodec codec) {
    this.codec = codec;
  }

  /** Writes and reads this format. */
  public VersionCodec codec() {
    return codec;
  }
}
