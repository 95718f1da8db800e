package io.gradstream.codec.block;

import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.SafetensorsCodec;
import io.gradstream.codec.SafetensorsFile;
import io.gradstream.tensor.Shape;
import io.gradstream.version.BlockLayout;
import io.gradstream.version.BlockSet;
import io.gradstream.version.NamedState;
import io.gradstream.version.OffsetRange;
import io.gradstream.version.Round;
import io.gradstream.version.RowPatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rounds of several learners as safetensors files behind each other, each with its length in 32
 * bits, little-endian, in front: at first the head, whose float64 arrays are counts, ranges of
 * offsets and figures, then for each array that has changed a patch as published ones are, of one
 * or two tensors: what elements are {@code now}, and what they were {@code before}; and of
 * vocabularies the categories that samples and rows have now. Thread-safe.
 */
public final class RoundCodec {
  private static final String MEMBER = "member";
  private static final String TERMS = "terms";
  private static final String COUNTS = "counts";
  private static final String RANGES = "ranges";
  private static final String FIGURES = "figures/";
  private static final String WEIGHTS = "weights/";
  private static final String SLOTS = "slots/";
  private static final String CATEGORIES = "categories/";
  private static final List<String> TENSORS = List.of("now", "before");
  private static final int NUMBERS_OF_RANGE = 3;

  private final SafetensorsCodec files = new SafetensorsCodec();
  private final PatchCodec patches = new PatchCodec();

  /** The round as bytes. */
  public byte[] encode(Round round) {
    List<byte[]> parts = new ArrayList<>();
    parts.add(files.encode(head(round)));
    round.weights().forEach((name, patch) -> parts.add(patch(WEIGHTS + name, patch, round)));
    round.slots().forEach((name, patch) -> parts.add(patch(SLOTS + name, patch, round)));
    round.categories().forEach((name, patch) -> parts.add(patch(CATEGORIES + name, patch, round)));
    int size = parts.stream().mapToInt(part -> Integer.BYTES + part.length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    parts.forEach(part -> bytes.putInt(part.length).put(part));
    return bytes.array();
  }

  private static SafetensorsFile head(Round round) {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    numbers.put(
        COUNTS,
        new double[] {
          round.base(),
          round.samplesBefore(),
          round.samples(),
          round.steps(),
          round.rejected(),
          round.timestampMs()
        });
    numbers.put(RANGES, ranges(round));
    round.figures().forEach((name, figures) -> numbers.put(FIGURES + name, figures));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(MEMBER, round.member());
    metadata.put(TERMS, round.terms());
    return new SafetensorsFile(metadata, Map.of(), numbers);
  }

  private static double[] ranges(Round round) {
    double[] numbers = {};
    for (Map.Entry<Integer, OffsetRange> range : round.ranges().entrySet()) {
      double first = range.getValue().first();
      numbers = NamedState.append(numbers, range.getKey(), first, range.getValue().end());
    }
    return numbers;
  }

  private byte[] patch(String name, RowPatch patch, Round round) {
    int elements = (patch.row(patch.size() - 1) + 1) * patch.columns();
    BlockLayout layout = new BlockLayout(Shape.of(elements), BlockLayout.Order.ROWS, elements);
    BlockSet set =
        new BlockSet(name, layout, TENSORS.subList(0, patch.tensors()), new int[0], new float[0][]);
    return patches.encode(round.base(), 0, set, patch, 0, patch.size());
  }

  /**
   * The round that was written.
   *
   * @throws MalformedContent if it is none
   */
  public Round decode(byte[] bytes) {
    try {
      return read(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new MalformedContent("not a round: " + e.getMessage(), e);
    }
  }

  private Round read(ByteBuffer bytes) {
    SafetensorsFile head = files.decode(part(bytes));
    Map<String, RowPatch> changes = new HashMap<>();
    while (bytes.hasRemaining()) {
      PatchCodec.Patch patch = patches.decode(part(bytes));
      if (patch.rows().size() == 0 || patch.rows().tensors() > TENSORS.size()) {
        throw new MalformedContent("not a round: a patch must tell what is now, and was before");
      }
      changes.put(patch.set(), patch.rows());
    }
    double[] counts = NamedState.require(head.numbers(), COUNTS);
    return new Round(
        NamedState.require(head.metadata(), MEMBER),
        NamedState.require(head.metadata(), TERMS),
        (long) counts[0],
        (long) counts[1],
        ranges(NamedState.require(head.numbers(), RANGES)),
        (int) counts[2],
        (long) counts[3],
        (long) counts[4],
        (long) counts[5],
        below(WEIGHTS, changes),
        below(SLOTS, changes),
        below(CATEGORIES, changes),
        below(FIGURES, head.numbers()));
  }

  private static byte[] part(ByteBuffer bytes) {
    int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new MalformedContent("not a round: it is cut short");
    }
    byte[] part = new byte[length];
    bytes.get(part);
    return part;
  }

  private static SortedMap<Integer, OffsetRange> ranges(double[] numbers) {
    SortedMap<Integer, OffsetRange> ranges = new TreeMap<>();
    for (int at = 0; at < numbers.length; at += NUMBERS_OF_RANGE) {
      OffsetRange range = new OffsetRange((long) numbers[at + 1], (long) numbers[at + 2]);
      ranges.put((int) numbers[at], range);
    }
    return ranges;
  }

  private static <T> Map<String, T> below(String prefix, Map<String, T> all) {
    Map<String, T> below = new HashMap<>();
    all.forEach(
        (name, each) -> {
          if (name.startsWith(prefix)) {
            below.put(name.substring(prefix.length()), each);
          }
        });
    return below;
  }
}
