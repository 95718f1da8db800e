package io.gradstream.codec;

import io.gradstream.learn.BlockSet;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Blocks as safetensors files: of every tensor its elements of that block as a vector, and the
 * version in the metadata. Thread-safe.
 */
final class BlockCodec {
  private static final String VERSION = "version";

  private final SafetensorsCodec files = new SafetensorsCodec();

  /** A block as it came: its version, and its elements, one tensor's behind the other's. */
  // An array within a record, because it only passes through.
  @SuppressWarnings("ArrayRecordComponent")
  record Block(long version, float[] page) {}

  byte[] encode(long version, BlockSet set, int i) {
    int tensors = set.tensors().size();
    float[] page = set.page(i);
    int length = page.length / tensors;
    Map<String, Tensor> vectors = new LinkedHashMap<>();
    for (int tensor = 0; tensor < tensors; tensor++) {
      float[] elements = Arrays.copyOfRange(page, tensor * length, (tensor + 1) * length);
      vectors.put(set.tensors().get(tensor), Tensor.wrap(elements, Shape.of(length)));
    }
    return files.encode(new SafetensorsFile(Map.of(VERSION, Long.toString(version)), vectors));
  }

  /**
   * The block that was written.
   *
   * @throws MalformedContent if it is none
   */
  Block decode(byte[] bytes) {
    SafetensorsFile file = files.decode(bytes);
    int size = file.tensors().values().stream().mapToInt(Tensor::size).sum();
    float[] page = new float[size];
    int at = 0;
    for (Tensor tensor : file.tensors().values()) {
      System.arraycopy(tensor.data(), 0, page, at, tensor.size());
      at += tensor.size();
    }
    return new Block(version(file), page);
  }

  private static long version(SafetensorsFile file) {
    String version = file.metadata().getOrDefault(VERSION, "");
    try {
      return Long.parseLong(version);
    } catch (NumberFormatException e) {
      throw new MalformedContent(
          "not a block: version must be a whole number: \"" + version + '"', e);
    }
  }

  /** The most elements of each of these tensors that a block of so many bytes has room for. */
  static int room(int bytes, List<String> tensors) {
    int header = Long.BYTES + SafetensorsCodec.ALIGNMENT_BYTES + 60;
    for (String tensor : tensors) {
      header += tensor.length() + 80;
    }
    return Math.max(0, (bytes - header) / Float.BYTES / tensors.size());
  }
}
