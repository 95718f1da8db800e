package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.learn.Learner;
import io.gradstream.learn.history.KeptBlocks;
import io.gradstream.learn.history.Retention;
import io.gradstream.learn.keyed.KeptKeys;
import io.gradstream.learn.keyed.KeyStates;
import io.gradstream.learn.tracking.BlockLimits;
import io.gradstream.pipeline.Publication;
import io.gradstream.pipeline.SampleSource;
import io.gradstream.pipeline.Session;
import io.gradstream.pipeline.StreamException;
import io.gradstream.pipeline.VersionSink;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.pipeline.control.CommandSource;
import io.gradstream.pipeline.control.ReceivedCommand;
import io.gradstream.pipeline.control.ScriptedCommands;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import io.gradstream.version.control.AppliedCommand;
import io.gradstream.version.control.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A stream without a broker: samples in one partition, and versions that are committed with their
 * offsets, to one session at a time. What is to fail is told beforehand, and for how long another
 * learner is at work.
 */
final class MemoryStream implements Session.Factory {
  static final String TOPIC = "memory";

  private final List<String> samples;
  private final List<Snapshot> committed = new ArrayList<>();
  private final KeptKeys keys = new KeptKeys();
  private final Map<Integer, StreamException> failingOpenings = new HashMap<>();
  private final Map<Integer, StreamException> failingCommits = new HashMap<>();
  private final Map<Integer, StreamException> unsureCommits = new HashMap<>();
  private final List<Long> openedMs = new ArrayList<>();
  private final Map<Long, Snapshot> kept = new HashMap<>();
  private Optional<BlockLimits> limits = Optional.empty();
  private Optional<MemoryBlocks> blocks = Optional.empty();
  private List<Given> given = List.of();
  private Optional<ScriptedCommands> script = Optional.empty();
  private int takenOverAfter = Integer.MAX_VALUE;
  private int looksAtAnother;
  private int looksAtTheNext;
  private int takeOvers;
  private int commits;
  private int newestSession;

  MemoryStream(List<String> samples) {
    this.samples = samples;
  }

  /** A failure that passes. */
  static StreamException passing(String message) {
    return new StreamException(message) {
      @Override
      public boolean isTransient(boolean wasOpen) {
        return wasOpen;
      }
    };
  }

  /** Another learner has taken over. */
  static StreamException fenced() {
    return new StreamException("another learner of this name has taken over") {
      @Override
      public boolean isTransient(boolean wasOpen) {
        return true;
      }

      @Override
      public boolean isFenced() {
        return true;
      }
    };
  }

  /** The opening of this number, counted from 1, fails. */
  MemoryStream failingOpening(int number, StreamException failure) {
    failingOpenings.put(number, failure);
    return this;
  }

  /** The commit of this number, counted from 1, fails. */
  MemoryStream failingCommit(int number, StreamException failure) {
    failingCommits.put(number, failure);
    return this;
  }

  /** The commit of this number is done, and yet it fails. */
  MemoryStream failingAfterCommit(int number, StreamException failure) {
    unsureCommits.put(number, failure);
    return this;
  }

  /**
   * Somebody else takes over once there are so many versions, and is at work until it has been
   * looked for so often.
   */
  MemoryStream takenOverAfter(int versions, int looks) {
    takenOverAfter = versions;
    looksAtTheNext = looks;
    return this;
  }

  /**
   * A command that is given when the samples have been read so far, a little later with each
   * session that finds it not done, and not before some time.
   */
  record Given(Command command, long reached, long afterMs) {}

  /** Versions are published in blocks. */
  MemoryStream inBlocks(BlockLimits limits) {
    this.limits = Optional.of(limits);
    blocks = Optional.of(new MemoryBlocks());
    return this;
  }

  /** Commands that are given, in this order. */
  MemoryStream commandedBy(List<Given> commands) {
    given = commands;
    return this;
  }

  /** The commands of another run, at the offsets they had. */
  MemoryStream commandedAgainBy(List<AppliedCommand> applied) {
    script = Optional.of(new ScriptedCommands(applied));
    return this;
  }

  /** Somebody else is at work, until it has been looked for so often. */
  MemoryStream besideAnother(int looks) {
    looksAtAnother = looks;
    return this;
  }

  /** Commits what another learner has published. */
  void commit(Snapshot published) {
    committed.add(published);
  }

  /** How often a session has taken over. */
  int takeOvers() {
    return takeOvers;
  }

  /** When sessions were opened, or tried to be. */
  List<Long> openedMs() {
    return openedMs;
  }

  /** All versions, in order. */
  List<Snapshot> committed() {
    return committed;
  }

  /** What was committed of the models of keys. */
  KeyStates keys() {
    return keys;
  }

  @Override
  public Session open() {
    openedMs.add(Schedulers.parallel().now(TimeUnit.MILLISECONDS));
    failIfTold(failingOpenings, openedMs.size());
    return new MemorySession();
  }

  private static void failIfTold(Map<Integer, StreamException> failures, int number) {
    StreamException failure = failures.get(number);
    if (failure != null) {
      throw failure;
    }
  }

  private final class MemorySession implements Session {
    private int number;

    @Override
    public Optional<String> incumbent() {
      return looksAtAnother-- > 0 ? Optional.of("somebody is learning") : Optional.empty();
    }

    @Override
    public boolean takeOver() {
      takeOvers++;
      number = ++newestSession;
      return true;
    }

    @Override
    public SampleSource source() {
      return from -> Flux.range(start(from), samples.size() - start(from)).map(Sample::new);
    }

    private int start(Offsets from) {
      return (int) from.next(TOPIC, 0).orElse(0);
    }

    @Override
    public VersionSink sink() {
      return publication -> Mono.fromRunnable(() -> commit(publication));
    }

    private void commit(Publication publication) {
      if (number != newestSession) {
        throw fenced();
      }
      failIfTold(failingCommits, ++commits);
      Snapshot whole =
          blocks
              .map(all -> all.write(publication))
              .orElseGet(() -> new Snapshot(publication.version(), publication.checkpoint()));
      committed.add(whole);
      publication.keys().ifPresent(keys::accept);
      script.ifPresent(told -> told.published(whole.version(), () -> whole));
      publication
          .retention()
          .ifPresent(each -> kept.put(whole.version().version(), kept(whole, each)));
      if (committed.size() == takenOverAfter) {
        newestSession++;
        looksAtAnother = looksAtTheNext;
      }
      failIfTold(unsureCommits, commits);
    }

    private static Snapshot kept(Snapshot published, Retention retention) {
      return new Snapshot(
          published.version(), published.checkpoint(), retention.blocks().map(KeptBlocks::all));
    }

    @Override
    public Optional<BlockLimits> blocksOf(Learner learner) {
      return limits;
    }

    @Override
    public Optional<Found<Snapshot>> restore() {
      return committed.isEmpty()
          ? Optional.empty()
          : Optional.of(found(committed.get(committed.size() - 1)));
    }

    private static Found<Snapshot> found(Snapshot newest) {
      return new Found<>(newest, newest.version().version());
    }

    @Override
    public Found<ModelVersion> restoreVersion() {
      Found<Snapshot> found = restore().orElseThrow();
      return new Found<>(found.newest().version(), found.version());
    }

    @Override
    public long startOver() {
      return restore().map(Found::version).orElse(0L);
    }

    @Override
    public KeyStates keyStates() {
      return keys;
    }

    @Override
    public CommandSource commands(long next) {
      return script.isPresent() ? script.get() : new GivenCommands((int) next, number);
    }

    @Override
    public void close() {}
  }

  private final class GivenCommands implements CommandSource {
    private final int session;
    private int next;

    GivenCommands(int next, int session) {
      this.next = next;
      this.session = session;
    }

    @Override
    public @Nullable ReceivedCommand poll(long reached) {
      if (next >= given.size()) {
        return null;
      }
      Given command = given.get(next);
      boolean comes =
          reached >= command.reached() + session - 1
              && Schedulers.parallel().now(TimeUnit.MILLISECONDS) >= command.afterMs();
      return comes ? received(next++, command.command()) : null;
    }

    private ReceivedCommand received(long offset, Command command) {
      return command instanceof Command.Rollback back
          ? new ReceivedCommand(
              offset, Optional.of(command), Optional.of(required(kept.get(back.version()))))
          : ReceivedCommand.of(offset, command);
    }

    private static Snapshot required(@Nullable Snapshot version) {
      return Objects.requireNonNull(version);
    }

    @Override
    public void onArrival(Runnable action) {
      Flux.interval(Duration.ofMillis(100)).take(36_000).subscribe(tick -> action.run());
    }
  }

  private final class Sample implements RecordChunk {
    private final int offset;

    Sample(int offset) {
      this.offset = offset;
    }

    @Override
    public String topic() {
      return TOPIC;
    }

    @Override
    public int partition() {
      return 0;
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public long offset(int index) {
      return offset;
    }

    @Override
    public byte[] value(int index) {
      return samples.get(offset).getBytes(UTF_8);
    }

    @Override
    public long nextOffset() {
      return offset + 1;
    }
  }
}
