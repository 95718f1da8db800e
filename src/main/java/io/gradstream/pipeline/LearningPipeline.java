package io.gradstream.pipeline;

import io.gradstream.data.SampleLimits;
import io.gradstream.learn.BatchSettings;
import io.gradstream.learn.Learner;
import io.gradstream.learn.RefusedStepException;
import io.gradstream.learn.history.HistorySettings;
import io.gradstream.pipeline.batch.Batch;
import io.gradstream.pipeline.batch.BatchOperator;
import io.gradstream.pipeline.batch.Gate;
import io.gradstream.pipeline.batch.JoinOperator;
import io.gradstream.pipeline.chunk.BytesAhead;
import io.gradstream.pipeline.chunk.ChunkBefore;
import io.gradstream.pipeline.chunk.DecodedChunk;
import io.gradstream.pipeline.chunk.ReadAhead;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.pipeline.control.CommandSource;
import io.gradstream.pipeline.join.JoinFigures;
import io.gradstream.pipeline.join.Joining;
import io.gradstream.record.SampleDecoder;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One run of a learner over a stream: records are read on one thread, decoded on others, gathered
 * into batches and learned on another again, and versions are published beside it.
 *
 * <p>The learner and the offsets belong together: both come from the same published version, or
 * both from nothing. A run that failed leaves the learner ahead of what is published, so the next
 * run wants a learner restored anew.
 */
public final class LearningPipeline {
  private final Learner learner;
  private final Supplier<SampleDecoder> decoder;
  private final BatchSettings batch;
  private final PublishSettings publish;
  private final LearningListener listener;
  private final Caution caution;
  private final SampleLimits limits;
  private final StopSignal stop = new StopSignal();
  private final Unpublished unpublished = new Unpublished();

  private final Gate gate = new Gate();
  private Optional<HistorySettings> history = Optional.empty();
  private Optional<Joining> joining = Optional.empty();
  private CommandSource commands = CommandSource.NONE;
  private volatile SampleSource read = from -> Flux.empty();
  private volatile boolean passPublished;

  /** A pipeline around a learner that trusts its samples. */
  public LearningPipeline(
      Learner learner,
      Supplier<SampleDecoder> decoder,
      PublishSettings publish,
      LearningListener listener) {
    this(learner, decoder, publish, listener, Caution.NONE, new SampleLimits());
  }

  /**
   * A pipeline around a learner.
   *
   * @param listener is told of every batch
   * @param caution how far the samples are trusted
   * @param limits how many records may be none
   */
  public LearningPipeline(
      Learner learner,
      Supplier<SampleDecoder> decoder,
      PublishSettings publish,
      LearningListener listener,
      Caution caution,
      SampleLimits limits) {
    this.learner = learner;
    this.decoder = decoder;
    this.batch = learner.batching();
    this.publish = publish;
    this.listener = listener;
    this.caution = caution;
    this.limits = limits;
  }

  /** The same, with versions kept beyond the newest where there are settings for it. */
  public LearningPipeline keeping(Optional<HistorySettings> settings) {
    history = settings;
    return this;
  }

  /** The same of samples whose labels come later, where they do. */
  public LearningPipeline joining(Optional<Joining> halves) {
    joining = halves;
    return this;
  }

  /** The same, doing what these commands say. */
  public LearningPipeline obeying(CommandSource source) {
    commands = source;
    return this;
  }

  /**
   * Learns from these offsets on until the source ends or {@link #stop} is called; fails with a
   * {@link RefusedStepException} where a step in good faith cannot be taken.
   *
   * @return each version when it is published
   */
  public Flux<ModelVersion> run(SampleSource source, VersionSink sink, Offsets from) {
    return Flux.using(
        Threads::ofThisMachine, threads -> run(source, sink, from, threads), Threads::dispose);
  }

  Flux<ModelVersion> run(SampleSource source, VersionSink sink, Offsets from, Threads threads) {
    read = source;
    passPublished = !from.byTopic().isEmpty();
    LearnOperator.Parts parts =
        new LearnOperator.Parts(
            learner,
            publish,
            history,
            listener,
            caution,
            Clock.systemUTC(),
            threads.learner(),
            from,
            commands,
            gate,
            unpublished,
            joining.map(Joining::join));
    LearnOperator learning = new LearnOperator(batches(source, from, threads), parts, stop);
    sink.onWanted(learning::wantVersion);
    return learning
        .flatMap(publication -> published(sink, publication, learning), 1)
        .concatWith(Mono.defer(() -> ended(learning)))
        // Whoever cleans up behind this run shall not do it on the thread that ends with it.
        .publishOn(Schedulers.boundedElastic())
        // Samples of something else explain whatever has become of learning them.
        .onErrorMap(failure -> source.loss().map(Throwable.class::cast).orElse(failure));
  }

  private static Mono<ModelVersion> ended(LearnOperator learning) {
    return learning.isRewound() ? Mono.error(new RewoundException()) : Mono.empty();
  }

  private Mono<ModelVersion> published(
      VersionSink sink, Publication publication, LearnOperator learning) {
    return sink.publish(publication)
        .then(Mono.fromSupplier(() -> published(publication)))
        .onErrorResume(
            WholeVersionWantedException.class,
            wanted -> Mono.fromRunnable(() -> learning.takeBack(publication)));
  }

  private ModelVersion published(Publication publication) {
    unpublished.published();
    passPublished = true;
    listener.published(publication.version());
    return publication.version();
  }

  /** Ends the run in good order: the step in hand is finished, published and committed. */
  public void stop() {
    stop.stop();
  }

  /**
   * How many records of each partition the newest version has not learned although they can be
   * learned, as far as the source knows, at most. In full mode that is nothing once a pass is
   * public: all others are over the same records. For any thread.
   */
  public Lag lag() {
    // What is handed over meanwhile counts twice for a moment, and never as learned.
    Lag unread = read.unread();
    return isFull() && passPublished
        ? unread.map((topic, partition, records) -> 0)
        : unread.map((topic, partition, records) -> records + unpublished.count(topic, partition));
  }

  /** How features and labels find each other, where those come later. For any thread. */
  public Optional<JoinFigures> joined() {
    return joining.map(halves -> halves.join().figures());
  }

  private boolean isFull() {
    return batch.mode() == BatchSettings.Mode.FULL;
  }

  private Flux<Batch> batches(SampleSource source, Offsets from, Threads threads) {
    if (joining.isPresent()) {
      return joined(joining.get(), counted(source.records(from)), threads, from);
    }
    if (!isFull()) {
      return batched(source, from, threads);
    }
    int passesLeft = (int) Math.max(0, batch.epochs() - learner.counters().steps());
    return Flux.range(0, passesLeft).concatMap(pass -> pass(pass, source, from, threads), 1);
  }

  private Flux<Batch> batched(SampleSource source, Offsets from, Threads threads) {
    return batched(counted(source.records(from)), batch.maxWait(), threads, from);
  }

  /** One pass over what the first pass of the model's life saw, even if more has come since. */
  private Flux<Batch> pass(int pass, SampleSource source, Offsets ends, Threads threads) {
    Offsets start = Offsets.none();
    Flux<RecordChunk> input = seenFirst(pass, source.records(start), ends);
    return batched(input, Optional.empty(), threads, start)
        .concatWith(Mono.fromSupplier(this::end));
  }

  private Flux<RecordChunk> seenFirst(int pass, Flux<RecordChunk> all, Offsets ends) {
    if (!ends.byTopic().isEmpty()) {
      return all.map(chunk -> ChunkBefore.cut(chunk, ends));
    }
    return pass == 0 ? counted(all) : all;
  }

  private Flux<Batch> batched(
      Flux<RecordChunk> input, Optional<Duration> maxWait, Threads threads, Offsets from) {
    ReadAhead ahead = ReadAhead.of(learner::newBatch, decoder);
    BytesAhead bounded = new BytesAhead(input);
    Flux<DecodedChunk> here =
        ahead
            .decoded(bounded, threads.decoders())
            // A failure does not wait for what came before it: whoever learns may be waiting
            // himself. One chunk waits here, for the others wait where they were decoded.
            .publishOn(threads.learner(), false, 1);
    Consumer<DecodedChunk> done =
        chunk -> {
          // Taken first: whoever decodes may have made another chunk of it by then.
          long bytes = chunk.bytes();
          ahead.giveBack(chunk);
          bounded.done(bytes);
        };
    return new BatchOperator(here, this::newBatch, done, maxWait, threads.learner(), from, gate);
  }

  private Flux<Batch> joined(
      Joining halves, Flux<RecordChunk> input, Threads threads, Offsets from) {
    BytesAhead bounded = new BytesAhead(input);
    Flux<RecordChunk> here = bounded.publishOn(threads.learner(), false, 1);
    Consumer<RecordChunk> done = chunk -> bounded.done(chunk.bytes());
    return new JoinOperator(
        here, new JoinOperator.Parts(learner, halves, this::newBatch, done, from, gate));
  }

  private Flux<RecordChunk> counted(Flux<RecordChunk> input) {
    return input.doOnNext(unpublished::handed);
  }

  private Batch newBatch() {
    return new Batch(learner.newBatch(), batch.capacity(), limits.deadLettersPerSecond());
  }

  /** The batch that ends a pass; it holds nothing. */
  private Batch end() {
    Batch end = newBatch();
    end.endPass();
    return end;
  }
}
