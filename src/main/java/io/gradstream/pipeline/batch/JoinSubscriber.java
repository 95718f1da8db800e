package io.gradstream.pipeline.batch;

import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.pipeline.join.Join;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;

/**
 * One subscription of {@link JoinOperator}. It goes on only where a batch may go: what it takes in
 * goes before anybody looks.
 */
final class JoinSubscriber extends GatheringSubscriber<RecordChunk> {
  private final JoinOperator.Parts parts;
  private final Join join;
  private final Batch batch;
  private final JoinedBatch samples;
  private @Nullable RecordChunk chunk;
  private int next;

  JoinSubscriber(CoreSubscriber<? super Batch> downstream, JoinOperator.Parts parts) {
    this(downstream, parts, parts.batches().get());
  }

  private JoinSubscriber(
      CoreSubscriber<? super Batch> downstream, JoinOperator.Parts parts, Batch batch) {
    super(downstream, batch, parts.gate());
    this.parts = parts;
    this.join = parts.joining().join();
    this.batch = batch;
    this.samples = new JoinedBatch(parts.learner(), parts.joining(), batch);
    batch.positions().startFrom(parts.from());
  }

  @Override
  void advance() {
    while (isOpen()) {
      // In this order: a chunk always arrives before its completion.
      boolean ended = isCompleted() && !hasArrived() && chunk == null;
      if (hasFailed() || (ended && join.ready() == 0)) {
        finish();
      } else if (!isWanted()) {
        return;
      } else if (samples.isReady() || ended) {
        guarded(this::sendWhole);
      } else if (!takesIn()) {
        ask();
        return;
      }
    }
  }

  private boolean takesIn() {
    RecordChunk current = current();
    if (current != null) {
      guarded(() -> takeIn(current));
    }
    return current != null;
  }

  private void sendWhole() {
    samples.fill();
    send();
  }

  private void guarded(Runnable decoding) {
    try {
      decoding.run();
    } catch (RuntimeException undecodable) {
      fail(undecodable);
    }
  }

  private @Nullable RecordChunk current() {
    RecordChunk records = chunk == null ? take() : null;
    if (records != null) {
      chunk = records;
      next = 0;
      batch.begin(records);
    }
    return chunk;
  }

  /** The next record or, behind the last, the news of that. */
  private void takeIn(RecordChunk current) {
    if (next == current.size()) {
      chunk = null;
      parts.done().accept(current);
      batch.move();
      send();
    } else if (samples.takeIn(current, next)) {
      next++;
    }
  }
}
