package io.gradstream.pipeline.scale;

import io.gradstream.learn.keyed.KeyStates;
import io.gradstream.pipeline.Publication;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.version.ChangedKeys;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.Round;
import io.gradstream.version.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A place among the learners of a model: the partitions that are this member's for now, the log of
 * everybody's rounds, and the topics of versions. For one thread. All methods throw a {@link
 * io.gradstream.pipeline.StreamException} if what is outside fails; another membership may do
 * better then.
 */
public interface Membership extends AutoCloseable {
  /** Opens memberships, one after the other. */
  interface Factory {
    /** Opens one, which has no partition yet. */
    Membership open();
  }

  /** What it is called in its rounds: no other member ever had or will have this name. */
  String member();

  /** The newest version with its state, if there is one, for the model to go on from. */
  Optional<Snapshot> newest();

  /** Names the topic that is read, and checks that it is the one that was learned. */
  Offsets named(Offsets learned);

  /**
   * The rounds of the log from a position on, up to its end by now.
   *
   * @param position the one behind the last round of the call before, at first any
   */
  List<LoggedRound> rounds(long position);

  /** The end of the log by now. */
  long endOfLog();

  /** Has the partitions that are this member's be read on from these offsets, now or later. */
  void readFrom(Offsets offsets);

  /** The next samples; none if none come for so long. Partitions may come and go meanwhile. */
  List<RecordChunk> poll(Duration atMost);

  /** Of each partition that is this member's the offset behind all that was polled. */
  Map<Integer, Long> positions();

  /** Whether no partition was taken since {@link #readFrom}. */
  boolean isUndisturbed();

  /** Whether all that was in the topic when this was opened is before these offsets. */
  boolean isAllBefore(Offsets learned);

  /**
   * Where the models of the keys are whose samples are in this member's partitions: others than
   * before since partitions have come, for what one has in memory of theirs may be old.
   *
   * @param since the first version of the model's life
   */
  KeyStates keyStates(long since);

  /**
   * Writes a round, with the models of keys that it has changed and with the records that were no
   * samples, at once or not at all.
   *
   * @return where it stands in the log; empty if it was refused, as partitions have another member
   *     by now
   */
  OptionalLong append(Round round, Optional<ChangedKeys> changedKeys, List<DeadLetter> deadLetters);

  /** Whether it is this member who publishes: the one that has the first partition. */
  boolean isPublisher();

  /**
   * Becomes the only one to publish: what others publish from here on is refused.
   *
   * @return the newest version without its parameters, as its number says which comes next; empty
   *     if none ever was
   */
  Optional<ModelVersion> takeOverPublishing();

  /**
   * Publishes a version.
   *
   * @return whether it was; if not, another member has taken over
   */
  boolean publish(Publication publication);

  /** Deletes the rounds before a position of the log, which no member needs any more. */
  void cutBefore(long position);

  @Override
  void close();
}
