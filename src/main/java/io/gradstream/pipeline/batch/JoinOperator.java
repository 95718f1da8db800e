package io.gradstream.pipeline.batch;

import io.gradstream.learn.Learner;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.pipeline.join.Joining;
import io.gradstream.version.Offsets;
import java.util.function.Consumer;
import java.util.function.Supplier;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/**
 * Features and labels in, batches of samples out: a batch goes when enough samples have found both
 * their halves, and one without samples behind every chunk, to tell how far it has come.
 *
 * <p>In between nothing is taken in: whenever a batch has gone, the join stands exactly where the
 * batch's positions do, so that a version may be taken of both. What features are predicted by is
 * what the batches before have made, as far as they are learned when they are handed over. Works on
 * the thread that learns, where records must come.
 */
public final class JoinOperator extends FluxOperator<RecordChunk, Batch> {
  /** What a subscription needs beside its signals. */
  public record Parts(
      Learner learner,
      Joining joining,
      Supplier<Batch> batches,
      Consumer<RecordChunk> done,
      Offsets from,
      Gate gate) {}

  private final Parts parts;

  /** Joins what comes from the source. */
  public JoinOperator(Flux<RecordChunk> source, Parts parts) {
    super(source);
    this.parts = parts;
  }

  @Override
  public void subscribe(CoreSubscriber<? super Batch> downstream) {
    source.subscribe(new JoinSubscriber(downstream, parts));
  }
}
