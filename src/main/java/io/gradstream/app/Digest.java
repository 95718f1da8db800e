package io.gradstream.app;

import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelVersion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A fingerprint of a model: equal exactly when every parameter is, bit for bit. */
final class Digest {
  private Digest() {}

  /** The first 16 hexadecimal digits of SHA-256 over names and little-endian float32 values. */
  static String of(ModelVersion version) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      version
          .parameters()
          .forEach(
              (name, tensor) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(bytes(tensor));
              });
      return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] bytes(Tensor tensor) {
    ByteBuffer bytes =
        ByteBuffer.allocate(tensor.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(tensor.data(), 0, tensor.size());
    return bytes.array();
  }
}
