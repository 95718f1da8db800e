package io.gradstream.codec.block;

import io.gradstream.codec.JsonObject;
import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.SafetensorsCodec;
import io.gradstream.version.BlockSet;
import io.gradstream.version.RowPatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Patches as safetensors files: of every tensor the rows that have changed, as a matrix, and behind
 * them {@code rows}, how much each row's number is above that of the row before, in 16 bits where
 * that is enough. The metadata has the rest: version, what blocks there are, the first row's
 * number.
 */
final class PatchCodec {
  private static final String METADATA = "__metadata__";
  private static final String VERSION = "version";
  private static final String SINCE = "since";
  private static final String TENSOR = "tensor";
  private static final String ELEMENTS = "elements";
  private static final String BLOCK = "block";
  private static final String FIRST = "first";
  private static final String ROWS = "rows";
  private static final String NARROW = "U16";
  private static final String WIDE = "U32";
  private static final int MOST_NARROW = 0xFFFF;

  private final ManifestCodec json = new ManifestCodec();

  /**
   * A patch as it came.
   *
   * @param version the version it belongs to
   * @param since what is of a version before this one is no part of the model any more
   * @param set the name of the set whose tensors it has rows of
   * @param elements of each of its tensors
   * @param block elements of a block
   */
  record Patch(long version, long since, String set, int elements, int block, RowPatch rows) {}

  /** Some of the rows of a set's patch, from one to another. */
  byte[] encode(long version, long since, BlockSet set, RowPatch patch, int from, int to) {
    boolean narrow = isNarrow(patch, from, to);
    byte[] header = header(version, since, set, patch, from, to, narrow);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + header.length + dataBytes(patch, to - from, narrow))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header);
    int length = (to - from) * patch.columns();
    for (int tensor = 0; tensor < patch.tensors(); tensor++) {
      bytes.asFloatBuffer().put(patch.elements(tensor), from * patch.columns(), length);
      bytes.position(bytes.position() + length * Float.BYTES);
    }
    for (int i = from; i < to; i++) {
      int step = i == from ? 0 : patch.row(i) - patch.row(i - 1);
      if (narrow) {
        bytes.putShort((short) step);
      } else {
        bytes.putInt(step);
      }
    }
    return bytes.array();
  }

  private static boolean isNarrow(RowPatch patch, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (patch.row(i) - patch.row(i - 1) > MOST_NARROW) {
        return false;
      }
    }
    return true;
  }

  private static int dataBytes(RowPatch patch, int rows, boolean narrow) {
    int numberBytes = narrow ? Short.BYTES : Integer.BYTES;
    return rows * (numberBytes + patch.tensors() * patch.columns() * Float.BYTES);
  }

  private byte[] header(
      long version, long since, BlockSet set, RowPatch patch, int from, int to, boolean narrow) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put(VERSION, Long.toString(version));
    metadata.put(SINCE, Long.toString(since));
    metadata.put(TENSOR, set.name());
    metadata.put(ELEMENTS, Integer.toString(set.layout().shape().size()));
    metadata.put(BLOCK, Integer.toString(set.layout().size()));
    metadata.put(FIRST, Integer.toString(patch.row(from)));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(METADATA, metadata);
    int rows = to - from;
    int end = 0;
    for (String tensor : set.tensors()) {
      int start = end;
      end += rows * patch.columns() * Float.BYTES;
      tree.put(tensor, entry("F32", List.of(rows, patch.columns()), start, end));
    }
    int all = dataBytes(patch, rows, narrow);
    tree.put(ROWS, entry(narrow ? NARROW : WIDE, List.of(rows), end, all));
    byte[] header = json.encode(tree);
    int padding = -header.length & SafetensorsCodec.ALIGNMENT_BYTES - 1;
    byte[] padded = Arrays.copyOf(header, header.length + padding);
    Arrays.fill(padded, header.length, padded.length, (byte) ' ');
    return padded;
  }

  private static Map<String, Object> entry(String dtype, List<Integer> shape, int start, int end) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("dtype", dtype);
    entry.put("shape", shape);
    entry.put("data_offsets", List.of(start, end));
    return entry;
  }

  /** The most rows of a patch whose record has so many bytes, at least 1. */
  static int rowsFitting(int bytes, BlockSet set, RowPatch patch) {
    int header = Long.BYTES + SafetensorsCodec.ALIGNMENT_BYTES + 240 + 2 * set.name().length();
    for (String tensor : set.tensors()) {
      header += 100 + 2 * tensor.length();
    }
    int row = Integer.BYTES + patch.tensors() * patch.columns() * Float.BYTES;
    return Math.max(1, (bytes - header) / row);
  }

  /**
   * The patch that was written.
   *
   * @throws MalformedContent if it is none
   */
  Patch decode(byte[] bytes) {
    try {
      return read(bytes);
    } catch (IllegalArgumentException | ClassCastException | IndexOutOfBoundsException e) {
      throw new MalformedContent("not a patch: " + e.getMessage(), e);
    }
  }

  private Patch read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long length = bytes.length < Long.BYTES ? -1 : in.getLong();
    require(length >= 0 && length <= bytes.length - Long.BYTES, "its header is cut short");
    JsonObject header = json.tree(Arrays.copyOfRange(bytes, Long.BYTES, Long.BYTES + (int) length));
    JsonObject metadata = header.object(METADATA);
    int elements = (int) number(metadata, ELEMENTS, Integer.MAX_VALUE);
    int block = (int) number(metadata, BLOCK, Integer.MAX_VALUE);
    require(block > 0 && elements / block < BlockKey.MOST, "its blocks are too small: " + block);
    RowPatch rows = rows(header, metadata, in.position(Long.BYTES + (int) length));
    long end = rows.size() == 0 ? 0 : (rows.row(rows.size() - 1) + 1L) * rows.columns();
    require(end <= elements, "it has rows beyond the tensor's end");
    require(rows.isFinite(), "it has numbers that are not finite");
    long version = number(metadata, VERSION, Long.MAX_VALUE);
    long since = number(metadata, SINCE, version);
    String set = metadata.required(TENSOR, String.class);
    return new Patch(version, since, set, elements, block, rows);
  }

  private static RowPatch rows(JsonObject header, JsonObject metadata, ByteBuffer in) {
    int tensors = header.members().size() - 2;
    JsonObject told = header.object(ROWS);
    int size = extent(told, 0);
    int columns = -1;
    for (String name : header.members().keySet()) {
      if (!name.equals(METADATA) && !name.equals(ROWS)) {
        int own = extent(header.object(name), 1);
        require(columns < 0 || columns == own, "its tensors have rows of different lengths");
        columns = own;
      }
    }
    boolean narrow = told.required("dtype", String.class).equals(NARROW);
    int numberBytes = narrow ? Short.BYTES : Integer.BYTES;
    long rowBytes = numberBytes + (long) Float.BYTES * columns * tensors;
    require(columns > 0 && rowBytes <= in.remaining(), "it is cut short");
    require(size >= 0 && size * rowBytes == in.remaining(), "it is cut short");
    float[][] elements = new float[tensors][size * columns];
    for (float[] each : elements) {
      in.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(each);
      in.position(in.position() + each.length * Float.BYTES);
    }
    int first = (int) number(metadata, FIRST, Integer.MAX_VALUE);
    return new RowPatch(columns, size, numbers(in, size, narrow, first), elements);
  }

  private static int[] numbers(ByteBuffer in, int size, boolean narrow, int first) {
    int[] rows = new int[size];
    long row = first;
    for (int i = 0; i < size; i++) {
      long step = narrow ? in.getShort() & MOST_NARROW : in.getInt() & 0xFFFF_FFFFL;
      require(i == 0 ? step == 0 : step > 0, "its rows must ascend");
      row += step;
      require(row <= Integer.MAX_VALUE, "it has rows beyond the tensor's end");
      rows[i] = (int) row;
    }
    return rows;
  }

  private static int extent(JsonObject tensor, int axis) {
    return Math.toIntExact((Long) tensor.required("shape", List.class).get(axis));
  }

  private static long number(JsonObject metadata, String key, long most) {
    long number = Long.parseLong(metadata.required(key, String.class));
    require(number >= 0 && number <= most, key + " must be 0 to " + most + ": " + number);
    return number;
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new MalformedContent("not a patch: " + rule);
    }
  }
}
