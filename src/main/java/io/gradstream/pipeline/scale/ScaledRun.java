package io.gradstream.pipeline.scale;

import io.gradstream.learn.MergedLearner;
import io.gradstream.learn.RefusedStepException;
import io.gradstream.learn.RoundLearner;
import io.gradstream.learn.merge.MergedKeys;
import io.gradstream.learn.merge.ScaleSettings;
import io.gradstream.pipeline.PublishSettings;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.record.SampleDecoder;
import io.gradstream.version.Round;
import io.gradstream.version.Snapshot;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one of several learners does, from one failure to the next, on one thread: reads the log up
 * to its end, publishes if that is its part and a version is due, learns a round from the model as
 * it is by then, and writes it.
 *
 * <p>Nothing that it decides by itself changes the model, but for which samples its round has: when
 * a round ends, who has which partition and when a version is taken leave the model of each
 * position of the log as it is.
 */
public final class ScaledRun {
  /**
   * What it is made of.
   *
   * @param merged the model, of which nothing is known yet
   * @param copy learns the rounds
   * @param decoder of the samples
   * @param publish how often versions are published
   * @param deadLettersPerSecond how many are told of those that belong to one second
   * @param untilEnd whether it ends when the model has all that was there at its start
   * @param clock says when a round was made
   * @param nanoTime says how long something takes
   */
  public record Parts(
      MergedLearner merged,
      RoundLearner copy,
      SampleDecoder decoder,
      PublishSettings publish,
      int deadLettersPerSecond,
      boolean untilEnd,
      InstantSource clock,
      LongSupplier nanoTime) {}

  private static final Logger LOG = LoggerFactory.getLogger(ScaledRun.class);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration HELD_UP = Duration.ofSeconds(1);

  private final Parts parts;
  private final MergedLearner merged;
  private final ScaleSettings settings;
  private final RoundReader reader;
  private final Membership membership;
  private final ScaleTally tally;
  private final Versions versions;
  private volatile boolean stopped;

  /** A run that goes on from what the membership finds. */
  public ScaledRun(Parts parts, Membership membership, ScaleTally tally) {
    this.parts = parts;
    this.merged = parts.merged();
    this.settings = merged.settings();
    this.membership = membership;
    this.tally = tally;
    this.reader = new RoundReader(parts.copy(), parts.decoder(), parts.deadLettersPerSecond());
    this.versions = new Versions(merged, membership, parts, tally);
  }

  /** Has it end behind the round that is under way. For any thread. */
  public void stop() {
    stopped = true;
  }

  /** Learns until it is stopped, or to the end. */
  public void run() {
    if (restore()) {
      learn();
    }
  }

  /** Whether it stands where the newest version stood, and has not been stopped meanwhile. */
  private boolean restore() {
    Optional<Snapshot> newest = membership.newest();
    while (newest.isPresent() && !MergedLearner.isOfLog(newest.get())) {
      if (stopped) {
        return false;
      }
      membership.readFrom(newest.get().version().offsets());
      var unused = membership.poll(LOOK);
      versions.adoptIfOurs();
      newest = membership.newest();
    }
    newest.ifPresent(merged::restore);
    return true;
  }

  private void learn() {
    merged.named(membership.named(merged.offsets()));
    LOG.info(
        "member {} of {}: the model has {} samples at position {} of the log",
        membership.member(),
        merged.learner().outline().version().model(),
        merged.learner().counters().samples(),
        merged.position());
    readLog();
    while (!stopped && !isDone()) {
      turn();
    }
    readLog();
    versions.last(this::readLog);
    awaitVersion();
  }

  /**
   * Who has come to the end stays until a version has it: whoever is to publish may die before, and
   * then it is somebody else's turn, for which one must be there.
   */
  private void awaitVersion() {
    membership.readFrom(merged.offsets());
    while (parts.untilEnd() && !stopped && !versions.isPublished()) {
      var unused = membership.poll(LOOK);
      readLog();
      versions.last(this::readLog);
    }
  }

  private boolean isDone() {
    return parts.untilEnd() && membership.isAllBefore(merged.offsets());
  }

  /** A round, and what is to be done behind it. */
  void turn() {
    learnRound();
    readLog();
    versions.publishIfDue(this::readLog);
  }

  private void readLog() {
    for (LoggedRound logged : membership.rounds(merged.position())) {
      if (logged.round().isEmpty()) {
        merged.pass(logged.offset());
        continue;
      }
      Round round = logged.round().get();
      Optional<String> fault = merged.apply(logged.offset(), round);
      tally.count(round, fault, membership.member());
      fault.ifPresent(why -> tellVoid(round, why));
    }
  }

  /** No member whose partitions are its own writes one whose keys' models are not to be. */
  private void tellVoid(Round round, String why) {
    if (merged.keys().isPresent()) {
      LOG.error(
          "a round of {} is void, though models of keys have learned it: {}", round.member(), why);
    } else {
      LOG.info("a round of {} is void, and learned again: {}", round.member(), why);
    }
  }

  private void learnRound() {
    membership.readFrom(merged.offsets());
    parts.copy().begin(merged, membership.keyStates(keysSince()));
    reader.begin(membership.positions());
    try {
      fill();
      reader.end(membership.positions());
    } catch (RefusedStepException refused) {
      LOG.warn(
          "{}; learning the round again, without the samples that cause it", refused.getMessage());
      parts.copy().careful(true);
      return;
    }
    if (!parts.copy().isEmpty() && membership.isUndisturbed()) {
      write();
    }
  }

  private long keysSince() {
    return merged.keys().map(MergedKeys::since).orElse(1L);
  }

  /**
   * Until it has its samples, or has lasted so long, or partitions go or come with records: their
   * round is the next.
   */
  private void fill() {
    long began = parts.nanoTime().getAsLong();
    boolean isOver = false;
    while (!isOver) {
      long left = settings.every().toNanos() - (parts.nanoTime().getAsLong() - began);
      Duration wait = Duration.ofNanos(Math.max(0, Math.min(left, LOOK.toNanos())));
      List<RecordChunk> chunks = membership.poll(wait);
      boolean hasCome = false;
      for (RecordChunk chunk : chunks) {
        hasCome |= !reader.read(chunk);
      }
      boolean isDrained = parts.untilEnd() && chunks.isEmpty() && !parts.copy().isEmpty();
      isOver =
          stopped
              || isDrained
              || hasCome
              || left <= 0
              || !membership.isUndisturbed()
              || parts.copy().samples() >= settings.round();
    }
  }

  private void write() {
    Round round = parts.copy().end(membership.member(), parts.clock().millis());
    OptionalLong written =
        membership.append(round, parts.copy().changedKeys(), reader.deadLetters());
    if (written.isPresent()) {
      parts.copy().published();
      tally.stale(written.getAsLong() - round.base());
      readTo(written.getAsLong());
    }
  }

  /**
   * Reads the log beyond a round. Where it is held up there by one who died, the group goes on
   * meanwhile, in which that is found out. What is polled then is read again.
   */
  private void readTo(long offset) {
    long began = parts.nanoTime().getAsLong();
    readLog();
    while (merged.position() <= offset) {
      if (parts.nanoTime().getAsLong() - began > HELD_UP.toNanos()) {
        var unused = membership.poll(LOOK);
      }
      readLog();
    }
  }
}
