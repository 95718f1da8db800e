package io.gradstream.kafka;

import io.gradstream.codec.block.BlockWriter;
import io.gradstream.learn.BlockLimits;
import io.gradstream.learn.Learner;
import io.gradstream.version.Snapshot;
import java.util.List;
import java.util.Map;

/**
 * How large the records of a model's topics may be, and with it whether a model goes in one record
 * or in blocks.
 *
 * @param parameters the topic of versions
 * @param parameterBytes its {@code max.message.bytes}
 * @param state the topic of state
 * @param stateBytes its {@code max.message.bytes}
 */
public record RecordLimits(String parameters, int parameterBytes, String state, int stateBytes) {
  /** What a batch of one record adds to key, value and headers, rounded up. */
  static final int OVERHEAD = 128;

  /** What metrics grow by. */
  private static final long METRICS = 128 << 10;

  /** The longest number in JSON with its comma, less what the shortest takes. */
  private static final long NUMBER = 24;

  private static final int DEFAULT = 1_048_588;

  /** What topics have unless they are told otherwise. */
  public static RecordLimits standard(Topics topics) {
    return new RecordLimits(topics.parameters(), DEFAULT, topics.state(), DEFAULT);
  }

  /**
   * Has the learner take its versions in blocks if a record could become too large for one,
   * whatever it learns: decided by the configuration and the limits alone.
   *
   * @param encoders how versions and checkpoints are written
   * @param elementBytes the most that an element of a parameter takes in a version
   * @return whether it goes in blocks
   * @throws KafkaFailure if not even blocks fit
   */
  public boolean fit(Learner learner, Encoders encoders, int elementBytes) {
    Snapshot outline = learner.outline();
    int head = encoders.version().apply(outline.version()).length;
    long version =
        head + NUMBER * numbers(outline.version().sample()) + tensorBytes(learner, elementBytes);
    long state =
        encoders.checkpoint().apply(outline.checkpoint()).length
            + METRICS
            + tensorBytes(learner, 0)
            + learner.slotCount() * Float.BYTES;
    int most = OVERHEAD + outline.version().model().length();
    boolean tooLarge = version + most > parameterBytes || state + most > stateBytes;
    if (tooLarge) {
      cut(learner, outline);
    }
    return tooLarge;
  }

  private static long tensorBytes(Learner learner, int elementBytes) {
    return 200L * learner.shapes().size() + learner.versionCount() * elementBytes;
  }

  private void cut(Learner learner, Snapshot outline) {
    String model = outline.version().model();
    int manifest = BlockWriter.manifestBytes(outline.version()) + 200 * learner.shapes().size();
    requireRoom(model, parameters, parameterBytes, manifest);
    learner.takeBlocks(new BlockSizes(model));
  }

  private static void requireRoom(String model, String topic, int limit, int needed) {
    if (valueBytes(limit, model) < needed) {
      String explanation =
          "topic %s takes records of at most %d bytes, and what comes with a version's blocks has"
              + " %d: raise the topic's max.message.bytes";
      throw KafkaFailure.other(
          "cutting " + model + " into blocks",
          explanation.formatted(topic, limit, needed + OVERHEAD + model.length()));
    }
  }

  /** The most bytes of a value under a key of this model or of a part of its state. */
  static int valueBytes(int limit, String model) {
    return Math.max(1, limit - OVERHEAD - BlockWriter.partKeyBytes(model));
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

  private final class BlockSizes implements BlockLimits {
    private final String model;

    BlockSizes(String model) {
      this.model = model;
    }

    @Override
    public int ofParameter(String parameter) {
      return room(parameters, parameterBytes, parameter, List.of(parameter));
    }

    @Override
    public int ofState(String parameter, List<String> slots) {
      return room(state, stateBytes, parameter, slots);
    }

    private int room(String topic, int limit, String set, List<String> tensors) {
      int elements = BlockWriter.room(limit - OVERHEAD, model, set, tensors);
      if (elements < 1) {
        String explanation =
            "topic %s takes records of at most %d bytes, not enough for one number of %s: raise the"
                + " topic's max.message.bytes";
        throw KafkaFailure.other(
            "cutting " + model + " into blocks", explanation.formatted(topic, limit, set));
      }
      return elements;
    }
  }
}
