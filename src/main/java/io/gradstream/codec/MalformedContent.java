package io.gradstream.codec;

/**
 * Bytes that are not what they should be: a version, a checkpoint, a block, a manifest or a tensor
 * file.
 */
public final class MalformedContent extends RuntimeException {
  /** A fault with {@code reason}, such as {@code not a safetensors file: ...}. */
  public MalformedContent(String reason) {
    super(reason);
  }

  /** A fault found while reading. */
  public MalformedContent(String reason, Throwable cause) {
    super(reason, cause);
  }
}
