package io.gradstream.pipeline;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.codec.VersionFormat;
import io.gradstream.codec.block.BlockWriter;
import io.gradstream.learn.Learner;
import io.gradstream.learn.tracking.BlockLimits;
import io.gradstream.version.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How large the records of a model's topics may be, and with it whether a model goes in one record
 * or in blocks.
 *
 * @param parameters the topic of versions
 * @param parameterBytes the most bytes it takes in a record
 * @param state the topic of state
 * @param stateBytes the most bytes it takes in a record
 * @param history the topic of versions that are kept, if any are
 * @param historyBytes the most bytes it takes in a record
 */
public record RecordLimits(
    String parameters,
    int parameterBytes,
    String state,
    int stateBytes,
    String history,
    int historyBytes) {
  /** What a batch of one record adds to key, value and headers in bytes, rounded up. */
  public static final int OVERHEAD_BYTES = 128;

  /** What the header of a version adds beside the model's name, rounded up. */
  private static final int STAMP_BYTES = 48;

  /** What metrics grow by. */
  private static final long METRICS_BYTES = 128 << 10;

  /** The longest number in JSON with its comma, less what the shortest takes. */
  private static final long NUMBER_BYTES = 24;

  private static final int DEFAULT_BYTES = 1_048_588;

  /** The longest that keys of a version begin with that is kept. */
  private static final String LONGEST_KEPT = "%s/" + Long.MAX_VALUE + "/state";

  /** The limits of a model of which no version is kept. */
  public RecordLimits(String parameters, int parameterBytes, String state, int stateBytes) {
    this(parameters, parameterBytes, state, stateBytes, "", Integer.MAX_VALUE);
  }

  /** What topics have unless they are told otherwise. */
  public static RecordLimits standard(String parameters, String state) {
    return new RecordLimits(parameters, DEFAULT_BYTES, state, DEFAULT_BYTES);
  }

  /**
   * How large the blocks of a learner's versions may be if a record could become too large for a
   * whole one, whatever it learns; empty if all are sure to fit. Decided by the configuration and
   * the limits alone.
   *
   * @param format how versions are written
   * @throws StreamException if not even what comes with the blocks fits; and from the answer, if no
   *     block does
   */
  public Optional<BlockLimits> blocksOf(Learner learner, VersionFormat format) {
    Snapshot outline = learner.outline();
    return fits(learner, outline, format) ? Optional.empty() : Optional.of(cut(learner, outline));
  }

  private boolean fits(Learner learner, Snapshot outline, VersionFormat format) {
    long version =
        format.codec().encode(outline.version()).length
            + NUMBER_BYTES * numbers(outline.version().sample())
            + tensorBytes(learner, format.elementBytes());
    long state =
        new CheckpointCodec().encode(outline.checkpoint()).length
            + METRICS_BYTES
            + tensorBytes(learner, 0)
            + learner.slotCount() * Float.BYTES;
    int around = OVERHEAD_BYTES + STAMP_BYTES + 2 * outline.version().model().length();
    return version + around <= parameterBytes
        && state + around <= stateBytes
        && Math.max(version, state) + around <= historyBytes;
  }

  private static long tensorBytes(Learner learner, int elementBytes) {
    return 200L * learner.shapes().size() + learner.versionCount() * elementBytes;
  }

  private BlockLimits cut(Learner learner, Snapshot outline) {
    String model = outline.version().model();
    int manifest =
        BlockWriter.manifestBytes(outline.version())
            + 200 * learner.shapes().size()
            + STAMP_BYTES
            + model.length();
    requireManifest(model, manifest, parameters, parameterBytes);
    requireManifest(model, manifest, history, historyBytes);
    return new Blocks(this, model, model);
  }

  private static void requireManifest(String model, int needed, String topic, int bytes) {
    if (valueBytes(bytes, model) < needed) {
      String explanation =
          "cutting %s into blocks: topic %s takes records of at most %d bytes, and what comes with a"
              + " version's blocks has %d: raise the topic's max.message.bytes";
      throw new StreamException(
          explanation.formatted(model, topic, bytes, needed + OVERHEAD_BYTES + model.length()));
    }
  }

  /** The most bytes of a value of a version under a key of this model. */
  public int parameterValueBytes(String model) {
    return valueBytes(parameterBytes, model);
  }

  /** The most bytes of a value under a key of this model or of a part of its state. */
  public int stateValueBytes(String model) {
    return valueBytes(stateBytes, model);
  }

  private static int valueBytes(int limit, String model) {
    return Math.max(1, limit - OVERHEAD_BYTES - BlockWriter.partKeyBytes(model));
  }

  private static long numbers(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return map.values().stream().mapToLong(RecordLimits::numbers).sum();
    }
    if (tree instanceof List<?> list) {
      return list.stream().mapToLong(RecordLimits::numbers).sum();
    }
    return tree instanceof Number ? 1 : 0;
  }

  /**
   * What fits into these records.
   *
   * @param key under which the model is
   */
  private record Blocks(RecordLimits limits, String model, String key) implements BlockLimits {
    @Override
    public int ofParameter(String parameter) {
      return elements(limits.parameters, limits.parameterBytes, parameter, List.of(parameter));
    }

    @Override
    public int ofState(String parameter, List<String> slots) {
      return elements(limits.state, limits.stateBytes, parameter, slots);
    }

    @Override
    public boolean patches() {
      return !whole();
    }

    @Override
    public boolean whole() {
      return !key.equals(model);
    }

    @Override
    public int ofRest() {
      return valueBytes(limits.stateBytes, key);
    }

    @Override
    public BlockLimits kept() {
      RecordLimits same =
          new RecordLimits(
              limits.history, limits.historyBytes, limits.history, limits.historyBytes);
      return new Blocks(same, model, LONGEST_KEPT.formatted(model));
    }

    private int elements(String topic, int limit, String set, List<String> tensors) {
      int elements = BlockWriter.elementsFitting(limit - OVERHEAD_BYTES, key, set, tensors);
      if (elements < 1) {
        String explanation =
            "cutting %s into blocks: topic %s takes records of at most %d bytes, not enough for one"
                + " number of %s: raise the topic's max.message.bytes";
        throw new StreamException(explanation.formatted(model, topic, limit, set));
      }
      return elements;
    }
  }
}
