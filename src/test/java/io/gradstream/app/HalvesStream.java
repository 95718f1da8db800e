package io.gradstream.app;

import io.gradstream.learn.Learner;
import io.gradstream.learn.tracking.BlockLimits;
import io.gradstream.pipeline.Publication;
import io.gradstream.pipeline.SampleSource;
import io.gradstream.pipeline.Session;
import io.gradstream.pipeline.VersionSink;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.pipeline.join.KeptRecord;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import io.gradstream.version.WaitingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Two topics in one order without a broker, whose commits fail now and then. */
final class HalvesStream implements Session.Factory {
  static final String FEATURES = "flights";
  static final String LABELS = "arrivals";

  private final List<KeptRecord> records;
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private Optional<Snapshot> newest = Optional.empty();
  private int failingEvery = Integer.MAX_VALUE;
  private int commits;
  private int sessions;

  HalvesStream(List<KeptRecord> records) {
    this.records = records;
  }

  HalvesStream failingEvery(int count) {
    failingEvery = count;
    return this;
  }

  int sessions() {
    return sessions;
  }

  Snapshot newest() {
    return newest.orElseThrow();
  }

  List<DeadLetter> deadLetters() {
    return deadLetters;
  }

  @Override
  public Session open() {
    sessions++;
    return new HalvesSession();
  }

  private void commit(Publication publication) {
    if (++commits % failingEvery == 0) {
      throw MemoryStream.passing("aborted");
    }
    Snapshot next =
        new Snapshot(
            publication.version(),
            publication.checkpoint(),
            publication.blocks(),
            newest
                .map(Snapshot::waiting)
                .orElse(WaitingRows.none())
                .with(publication.waiting().orElseThrow()));
    newest = Optional.of(next);
    deadLetters.addAll(publication.deadLetters());
  }

  private boolean isAfter(KeptRecord record, Offsets from) {
    return record.first() >= from.next(record.topic(), 0).orElse(0);
  }

  private final class HalvesSession implements Session {
    @Override
    public SampleSource source() {
      return from ->
          Flux.fromIterable(records).filter(each -> isAfter(each, from)).cast(RecordChunk.class);
    }

    @Override
    public VersionSink sink() {
      return publication -> Mono.fromRunnable(() -> commit(publication));
    }

    @Override
    public Optional<BlockLimits> blocksOf(Learner learner) {
      return Optional.empty();
    }

    @Override
    public Optional<Found<Snapshot>> restore() {
      return newest.map(each -> new Found<>(each, each.version().version()));
    }

    @Override
    public Found<ModelVersion> restoreVersion() {
      throw new UnsupportedOperationException();
    }

    @Override
    public long startOver() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
