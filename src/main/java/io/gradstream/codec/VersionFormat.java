package io.gradstream.codec;

import io.gradstream.version.ModelVersion;

/** The wire formats of a version. */
public enum VersionFormat {
  /** One JSON object. */
  JSON(new JsonVersionCodec(), "-1.17549435E-38,".length()),
  /** One safetensors file. */
  SAFETENSORS(new SafetensorsVersionCodec(), Float.BYTES);

  private final VersionCodec codec;
  private final int elementBytes;

  VersionFormat(VersionCodec codec, int elementBytes) {
    this.codec = codec;
    this.elementBytes = elementBytes;
  }

  /** Writes and reads versions in this format. */
  public VersionCodec codec() {
    return codec;
  }

  /** The most bytes that an element of a parameter takes. */
  public int elementBytes() {
    return elementBytes;
  }

  /**
   * A version in whichever format it was written here: JSON says so with its first two bytes, a
   * brace and a quote.
   *
   * @throws MalformedContent if the bytes are no version
   */
  public static ModelVersion decode(byte[] version) {
    boolean json = version.length > 8 && version[0] == '{' && version[1] == '"';
    return (json ? JSON : SAFETENSORS).codec.decode(version);
  }
}
