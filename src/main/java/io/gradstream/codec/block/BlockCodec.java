package io.gradstream.codec.block;

import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.SafetensorsCodec;
import io.gradstream.codec.SafetensorsFile;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.BlockSet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Blocks as safetensors files: of every tensor its elements of that block as a vector, and the
 * version in the metadata. Not thread-safe.
 *
 * <p>A model has a million blocks and few headers, for these differ in nothing but the version. So
 * a header is read once, and one that is the same again behind its version is known.
 */
final class BlockCodec {
  private static final String VERSION = "version";
  private static final byte[] BEGINNING =
      "{\"__metadata__\":{\"version\":\"".getBytes(StandardCharsets.UTF_8);
  private static final int MOST_KNOWN = 64;

  private final SafetensorsCodec files = new SafetensorsCodec();
  private final Set<ByteBuffer> known = new HashSet<>();

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
    int end = endOfVersion(bytes);
    if (end < 0) {
      return read(bytes);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int data = Math.toIntExact(Long.BYTES + in.getLong(0));
    // With the length of the data, which a header that fits one block need not fit of another.
    ByteBuffer shape = ByteBuffer.wrap(bytes, end, data - end).slice();
    ByteBuffer rest = withLength(shape, bytes.length - data);
    if (known.contains(rest)) {
      float[] page = new float[(bytes.length - data) / Float.BYTES];
      in.position(data).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(page);
      return new Block(number(bytes, end), page);
    }
    Block block = read(bytes);
    if (known.size() < MOST_KNOWN) {
      known.add(rest);
    }
    return block;
  }

  private static ByteBuffer withLength(ByteBuffer header, int dataBytes) {
    ByteBuffer both = ByteBuffer.allocate(header.remaining() + Integer.BYTES);
    return both.put(header).putInt(dataBytes).flip();
  }

  /** Behind the digits of the version of a header as {@link #encode} begins it, else negative. */
  private static int endOfVersion(byte[] bytes) {
    int at = Long.BYTES + BEGINNING.length;
    if (bytes.length < at + 2
        || !Arrays.equals(bytes, Long.BYTES, at, BEGINNING, 0, BEGINNING.length)) {
      return -1;
    }
    int end = at;
    while (end < bytes.length && end < at + 18 && bytes[end] >= '0' && bytes[end] <= '9') {
      end++;
    }
    long data = Long.BYTES + ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    boolean inHeader = end > at && end < data && data <= bytes.length;
    return inHeader && bytes[end] == '"' ? end : -1;
  }

  private static long number(byte[] bytes, int end) {
    long number = 0;
    for (int i = Long.BYTES + BEGINNING.length; i < end; i++) {
      number = 10 * number + bytes[i] - '0';
    }
    return number;
  }

  private Block read(byte[] bytes) {
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
  static int elementsFitting(int bytes, List<String> tensors) {
    int header = Long.BYTES + SafetensorsCodec.ALIGNMENT_BYTES + 60;
    for (String tensor : tensors) {
      header += tensor.length() + 80;
    }
    return Math.max(0, (bytes - header) / Float.BYTES / tensors.size());
  }
}
