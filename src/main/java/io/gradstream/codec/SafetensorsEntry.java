package io.gradstream.codec;

import io.gradstream.tensor.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One tensor as a safetensors header tells of it.
 *
 * @param name its name
 * @param dtype the type of its elements
 * @param shape its extents
 * @param start where its elements begin, in bytes from the end of the header
 * @param end where they end
 */
record SafetensorsEntry(String name, Dtype dtype, Shape shape, long start, long end) {
  /** The element types that are read, by the format's words. */
  enum Dtype {
    F32(Float.BYTES) {
      @Override
      double get(ByteBuffer bytes, int at) {
        return bytes.getFloat(at);
      }
    },
    F64(Double.BYTES) {
      @Override
      double get(ByteBuffer bytes, int at) {
        return bytes.getDouble(at);
      }
    },
    F16(Short.BYTES) {
      @Override
      double get(ByteBuffer bytes, int at) {
        return new HalfFloat(bytes.getShort(at)).toDouble();
      }
    },
    BF16(Short.BYTES) {
      @Override
      double get(ByteBuffer bytes, int at) {
        return Float.intBitsToFloat(bytes.getShort(at) << Short.SIZE);
      }
    };

    private final int bytes;

    Dtype(int bytes) {
      this.bytes = bytes;
    }

    /** How many bytes an element has. */
    int bytes() {
      return bytes;
    }

    /** The element that begins at a byte, exactly. */
    abstract double get(ByteBuffer bytes, int at);
  }

  SafetensorsEntry {
    if (end - start != bytes(dtype, shape)) {
      throw SafetensorsReader.malformed(
          "tensor %s of type %s and shape %s cannot lie at bytes %d to %d"
              .formatted(name, dtype, shape, start, end));
    }
  }

  /** The bytes such a tensor takes, -1 where they are more than an array can have. */
  private static long bytes(Dtype dtype, Shape shape) {
    try {
      return (long) shape.size() * dtype.bytes;
    } catch (ArithmeticException e) {
      return -1;
    }
  }

  /** The entry that a header's JSON tells of. */
  static SafetensorsEntry of(String name, Object told) {
    if (!(told instanceof Map<?, ?> entry)) {
      throw SafetensorsReader.malformed("tensor " + name + " must be an object: " + told);
    }
    long[] extents = wholeNumbers(name, "shape", entry.get("shape"));
    long[] offsets = wholeNumbers(name, "data_offsets", entry.get("data_offsets"));
    if (offsets.length != 2) {
      throw SafetensorsReader.malformed(
          "tensor " + name + " must have two data_offsets: " + Arrays.toString(offsets));
    }
    Dtype dtype = dtype(name, entry.get("dtype"));
    Shape shape = Shape.of(Arrays.stream(extents).mapToInt(extent -> (int) extent).toArray());
    return new SafetensorsEntry(name, dtype, shape, offsets[0], offsets[1]);
  }

  private static Dtype dtype(String name, @Nullable Object word) {
    for (Dtype dtype : Dtype.values()) {
      if (dtype.name().equals(word)) {
        return dtype;
      }
    }
    throw SafetensorsReader.malformed(
        "tensor " + name + " must be of type F32, F64, F16 or BF16 to be read here: " + word);
  }

  private static long[] wholeNumbers(String name, String key, @Nullable Object told) {
    List<?> numbers = told instanceof List<?> list ? list : List.of("nothing");
    for (Object number : numbers) {
      if (!(number instanceof Long value) || value < 0 || value > Integer.MAX_VALUE) {
        throw SafetensorsReader.malformed(
            "tensor %s must have whole numbers below 2^31 as %s: %s".formatted(name, key, told));
      }
    }
    return numbers.stream().mapToLong(number -> (Long) number).toArray();
  }
}
