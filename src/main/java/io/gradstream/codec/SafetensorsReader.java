package io.gradstream.codec;

import io.gradstream.record.JacksonFault;
import io.gradstream.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads one safetensors file, believing nothing it says of itself before it is checked. */
final class SafetensorsReader {
  static final String METADATA = "__metadata__";

  private final JsonFactory json;
  private final ByteBuffer bytes;

  SafetensorsReader(JsonFactory json, byte[] bytes) {
    this.json = json;
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads the file; float64 as numbers, all else as tensors.
   *
   * @throws MalformedContent if it is none
   */
  SafetensorsFile read() {
    return read(false);
  }

  /** Reads the file, all of it as tensors of float32. */
  SafetensorsFile readFloat32() {
    return read(true);
  }

  private SafetensorsFile read(boolean allFloat32) {
    int header = headerLength();
    int data = Long.BYTES + header;
    Map<String, Object> entries = readHeader(header);
    Map<String, String> metadata = metadata(entries.remove(METADATA));
    List<SafetensorsEntry> tensors = new ArrayList<>();
    entries.forEach((name, entry) -> tensors.add(SafetensorsEntry.of(name, entry)));
    tensors.sort(
        Comparator.comparingLong(SafetensorsEntry::start).thenComparingLong(SafetensorsEntry::end));
    requireContiguous(tensors, bytes.capacity() - data);
    return contents(metadata, tensors, data, allFloat32);
  }

  private int headerLength() {
    if (bytes.capacity() < Long.BYTES) {
      throw malformed("it has " + bytes.capacity() + " bytes, fewer than a header's length takes");
    }
    long length = bytes.getLong(0);
    if (length < 2 || length > bytes.capacity() - Long.BYTES) {
      throw malformed(
          "its header should have %s bytes, and %d follow"
              .formatted(Long.toUnsignedString(length), bytes.capacity() - Long.BYTES));
    }
    return (int) length;
  }

  private Map<String, Object> readHeader(int length) {
    try (JsonParser in =
        json.createParser(ObjectReadContext.empty(), bytes.array(), Long.BYTES, length)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw malformed("its header is not a JSON object");
      }
      return new LinkedHashMap<>(JsonObject.read(in).members());
    } catch (JacksonException e) {
      throw new MalformedContent("not a safetensors file: its header is " + JacksonFault.of(e), e);
    }
  }

  private static Map<String, String> metadata(@Nullable Object entry) {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (entry instanceof Map<?, ?> strings) {
      strings.forEach((name, value) -> metadata.put((String) name, value.toString()));
    }
    return metadata;
  }

  private static void requireContiguous(List<SafetensorsEntry> entries, long dataBytes) {
    long end = 0;
    for (SafetensorsEntry entry : entries) {
      if (entry.start() != end) {
        throw malformed(
            "tensor %s must begin at byte %d of the data, where the one before ends: %d"
                .formatted(entry.name(), end, entry.start()));
      }
      end = entry.end();
    }
    if (end != dataBytes) {
      throw malformed("its tensors take " + end + " bytes of data, and there are " + dataBytes);
    }
  }

  private SafetensorsFile contents(
      Map<String, String> metadata, List<SafetensorsEntry> entries, int data, boolean allFloat32) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, double[]> numbers = new LinkedHashMap<>();
    for (SafetensorsEntry entry : entries) {
      int start = data + Math.toIntExact(entry.start());
      if (entry.dtype() == SafetensorsEntry.Dtype.F64 && !allFloat32) {
        double[] elements = new double[entry.shape().size()];
        bytes.position(start).slice().order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(elements);
        numbers.put(entry.name(), elements);
      } else {
        tensors.put(entry.name(), tensor(entry, start));
      }
    }
    return new SafetensorsFile(metadata, tensors, numbers);
  }

  private Tensor tensor(SafetensorsEntry entry, int start) {
    float[] elements = new float[entry.shape().size()];
    if (entry.dtype() == SafetensorsEntry.Dtype.F32) {
      bytes.position(start).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(elements);
    } else {
      for (int i = 0; i < elements.length; i++) {
        elements[i] = float32(entry, entry.dtype().get(bytes, start + i * entry.dtype().bytes()));
      }
    }
    return Tensor.wrap(elements, entry.shape());
  }

  private static float float32(SafetensorsEntry entry, double element) {
    float single = (float) element;
    if (Float.isInfinite(single) && !Double.isInfinite(element)) {
      throw malformed(
          "tensor %s must have numbers that float32 holds: %s".formatted(entry.name(), element));
    }
    return single;
  }

  static MalformedContent malformed(String reason) {
    return new MalformedContent("not a safetensors file: " + reason);
  }
}
