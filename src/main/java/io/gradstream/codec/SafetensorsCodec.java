package io.gradstream.codec;

import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The safetensors file format (https://huggingface.co/docs/safetensors): the length of the header
 * as a little-endian 64-bit number, the header as JSON padded with spaces to a multiple of 8 bytes,
 * then the tensors' elements, little-endian and row-major, one behind the other. Thread-safe.
 */
public final class SafetensorsCodec {
  public static final int ALIGNMENT_BYTES = 8;

  private final JsonFactory json =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** The file as bytes; float64 comes before float32, so that everything is aligned. */
  public byte[] encode(SafetensorsFile file) {
    byte[] header = header(file);
    long size = Long.BYTES + header.length + dataBytes(file);
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header);
    for (double[] numbers : file.numbers().values()) {
      bytes.asDoubleBuffer().put(numbers);
      bytes.position(bytes.position() + numbers.length * Double.BYTES);
    }
    for (Tensor tensor : file.tensors().values()) {
      bytes.asFloatBuffer().put(tensor.data(), 0, tensor.size());
      bytes.position(bytes.position() + tensor.size() * Float.BYTES);
    }
    return bytes.array();
  }

  /**
   * The file that was written, by whatever program.
   *
   * @throws MalformedContent if it is cut short, has tensors that overlap, leave gaps or lie
   *     outside, or elements that are of no float type
   */
  public SafetensorsFile decode(byte[] bytes) {
    return new SafetensorsReader(json, bytes).read();
  }

  /**
   * The same with all that it holds as float32: float64 is rounded to it, float16 and bfloat16 are
   * what they are.
   *
   * @throws MalformedContent as {@link #decode}, and if a number is beyond float32
   */
  public SafetensorsFile decodeFloat32(byte[] bytes) {
    return new SafetensorsReader(json, bytes).readFloat32();
  }

  private static long dataBytes(SafetensorsFile file) {
    long doubles = file.numbers().values().stream().mapToLong(numbers -> numbers.length).sum();
    long floats = file.tensors().values().stream().mapToLong(Tensor::size).sum();
    return doubles * Double.BYTES + floats * Float.BYTES;
  }

  private byte[] header(SafetensorsFile file) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), header)) {
      out.writeStartObject();
      if (!file.metadata().isEmpty()) {
        out.writeName(SafetensorsReader.METADATA);
        new JsonTreeWriter(out).write(file.metadata());
      }
      writeEntries(out, file);
      out.writeEndObject();
    }
    int padded = (header.size() + ALIGNMENT_BYTES - 1) / ALIGNMENT_BYTES * ALIGNMENT_BYTES;
    byte[] bytes = Arrays.copyOf(header.toByteArray(), padded);
    Arrays.fill(bytes, header.size(), padded, (byte) ' ');
    return bytes;
  }

  private static void writeEntries(JsonGenerator out, SafetensorsFile file) {
    long offset = 0;
    for (Map.Entry<String, double[]> numbers : file.numbers().entrySet()) {
      int length = numbers.getValue().length;
      long end = offset + (long) length * Double.BYTES;
      writeEntry(out, numbers.getKey(), "F64", Shape.of(length), offset, end);
      offset = end;
    }
    for (Map.Entry<String, Tensor> tensor : file.tensors().entrySet()) {
      long end = offset + (long) tensor.getValue().size() * Float.BYTES;
      writeEntry(out, tensor.getKey(), "F32", tensor.getValue().shape(), offset, end);
      offset = end;
    }
  }

  private static void writeEntry(
      JsonGenerator out, String name, String dtype, Shape shape, long start, long end) {
    out.writeName(name);
    out.writeStartObject();
    out.writeStringProperty("dtype", dtype);
    out.writeName("shape");
    new JsonTreeWriter(out).writeShape(shape);
    out.writeName("data_offsets");
    out.writeStartArray();
    out.writeNumber(start);
    out.writeNumber(end);
    out.writeEndArray();
    out.writeEndObject();
  }
}
