package io.gradstream.kafka.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.codec.block.BlockWriter;
import io.gradstream.codec.block.RecordAssembler;
import io.gradstream.codec.block.VersionAssembler;
import io.gradstream.version.ModelVersion;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What one topic has of one model, put together as its records come in their order. What has a key
 * of the model and is nothing of it, or is damaged, is passed over and told once. Not thread-safe.
 *
 * @param <T> what it is: a version, or a checkpoint
 */
public final class ModelRecords<T> {
  private final String model;
  private final RecordAssembler<T> assembler;
  private final PassedOver passedOver;

  /** Records of which nothing has come yet, though some of them may have been told before. */
  ModelRecords(String model, RecordAssembler<T> assembler, PassedOver passedOver) {
    this.model = model;
    this.assembler = assembler;
    this.passedOver = passedOver;
  }

  /**
   * A model's versions on its topic of parameters.
   *
   * @param whole reads a version that came in one record, and throws {@link MalformedContent} if it
   *     is none
   */
  public static ModelRecords<AssembledVersion> versions(
      String model, Function<byte[], ModelVersion> whole) {
    return new ModelRecords<>(model, new VersionAssembler(model, whole), new PassedOver(model));
  }

  /**
   * Takes the next record of the topic.
   *
   * @return what is whole with it, if anything is
   */
  public Optional<T> accept(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return Optional.empty();
    }
    String key = new String(record.key(), UTF_8);
    if (ModelKey.of(model, key).isPresent()) {
      return Optional.empty();
    }
    try {
      return assembler.accept(key, record.value(), stamp(record, key));
    } catch (MalformedContent reason) {
      passedOver.add(record, key, reason);
      return Optional.empty();
    }
  }

  private OptionalLong stamp(ConsumerRecord<byte[], byte[]> record, String key) {
    if (!key.equals(model)) {
      return OptionalLong.empty();
    }
    Optional<VersionStamp> stamp = VersionStamp.of(record.headers());
    if (stamp.isPresent() && !stamp.get().model().equals(model)) {
      throw new MalformedContent("its header says that it is of model " + stamp.get().model());
    }
    return stamp.map(each -> OptionalLong.of(each.version())).orElse(OptionalLong.empty());
  }

  /** Whether something is missing of the last that came, and a later one must be waited for. */
  public boolean isTorn() {
    return assembler.isTorn();
  }

  /** The highest number of a version in anything that came, be it torn or damaged; 0 without. */
  public long version() {
    return Math.max(assembler.version(), passedOver.version());
  }

  /** Where the model's own last record is that is damaged, and what is wrong with it. */
  public Optional<String> damage() {
    return passedOver.damage();
  }

  /**
   * A writer that goes on from what was given, or, if from nothing, of a model that starts over.
   */
  BlockWriter writer(Optional<T> from) {
    return assembler.writer(from);
  }
}
