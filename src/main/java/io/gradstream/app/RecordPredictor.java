package io.gradstream.app;

import io.gradstream.app.output.PredictionLines;
import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.RowKeys;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.keyed.KeyedFigures;
import io.gradstream.learn.model.Predictor;
import io.gradstream.pipeline.chunk.BytesAhead;
import io.gradstream.pipeline.chunk.DaemonThread;
import io.gradstream.pipeline.chunk.DecodedChunk;
import io.gradstream.pipeline.chunk.ReadAhead;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.record.SampleDecoder;
import io.gradstream.replica.KeyModels;
import io.gradstream.replica.KeyPredictor;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.KeyModel;
import io.gradstream.version.ModelDescription;
import io.gradstream.version.ModelVersion;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/**
 * A line for every record, in their order: what the newest version predicts, {@code
 * {"prediction":0.27,"version":155}}, or why it predicts nothing, {@code {"error":"..."}}. One
 * thread at a time, but for {@link #decode}.
 */
final class RecordPredictor {
  private final Supplier<AssembledVersion> newest;
  private final KeyModels keys;
  private final KeyPredictor ofKeys = new KeyPredictor();
  private final BiFunction<SampleSettings, Optional<String>, SampleDecoder> decoders;
  private final Consumer<Predictor> news;
  private final PrintStream out;
  private final PredictionLines lines = new PredictionLines();

  private final Predictor predictor;
  private AssembledVersion current;
  private SampleDecoder decoder;
  private volatile ReadAhead ahead;
  private MiniBatch batch;
  private final @Nullable String[] rejections;
  private boolean anyPredicted;
  private boolean anyRejected;

  /**
   * RecordPredictor by the newest version there is now, and by each newer one from the next batch
   * on.
   *
   * @param keys the models of keys, where those have some
   * @param decoders of samples of a version's schema, and of its keys where it has some
   * @param news is told of the first version, and of one that is another model than that before
   */
  RecordPredictor(
      Supplier<AssembledVersion> newest,
      KeyModels keys,
      BiFunction<SampleSettings, Optional<String>, SampleDecoder> decoders,
      Consumer<Predictor> news,
      PrintStream out) {
    this.newest = newest;
    this.keys = keys;
    this.decoders = decoders;
    this.news = news;
    this.out = out;
    this.current = newest.get();
    this.predictor = predictor(current);
    this.decoder = decoder();
    this.ahead = newAhead();
    this.batch = predictor.newBatch();
    this.rejections = new @Nullable String[batch.capacity()];
    news.accept(predictor);
  }

  /**
   * Records that are decoded.
   *
   * @param by what has decoded them, by the schema of the version that was newest then
   */
  record Decoded(ReadAhead by, DecodedChunk chunk) {}

  /** What answers chunks of records when it is run, in their order; they are decoded ahead. */
  Flux<Runnable> answers(Flux<RecordChunk> chunks) {
    BytesAhead bounded = new BytesAhead(chunks);
    Flux<Decoded> decoded =
        Flux.using(
            ReadAhead::newThreads,
            threads -> ReadAhead.inOrder(bounded, this::decode, threads),
            Scheduler::dispose);
    return new DaemonThread("predictor")
        .with(thread -> decoded.publishOn(thread, 1).map(each -> () -> predict(each, bounded)));
  }

  private void predict(Decoded decoded, BytesAhead bounded) {
    // Taken first: whoever decodes may have made another chunk of it by then.
    long bytes = decoded.chunk().bytes();
    predict(decoded);
    bounded.done(bytes);
  }

  /** Decodes records ahead of their turn. For any thread. */
  Decoded decode(RecordChunk records) {
    ReadAhead by = ahead;
    return new Decoded(by, by.decode(records));
  }

  /** Predicts the records, and writes the answers at once. */
  void predict(Decoded decoded) {
    RecordChunk records = decoded.chunk().records();
    for (int first = 0; first < records.size(); first += batch.capacity()) {
      useNewest();
      int count = Math.min(batch.capacity(), records.size() - first);
      take(decoded, first, count);
      write(count);
    }
    decoded.by().giveBack(decoded.chunk());
    lines.writeTo(out);
  }

  /** Whether there were records, and none was a sample. */
  boolean isAllRejected() {
    return anyRejected && !anyPredicted;
  }

  private void useNewest() {
    AssembledVersion newer = newest.get();
    if (newer != current) {
      switchTo(newer);
      current = newer;
    }
  }

  private void switchTo(AssembledVersion newer) {
    ModelDescription before = predictor.description();
    Optional<String> field = keyField();
    try {
      predictor.update(newer.head(), newer.blocks());
    } catch (IllegalArgumentException e) {
      throw unknown(newer.head(), e);
    }
    if (!predictor.description().equals(before) || !keyField().equals(field)) {
      decoder = decoder();
      ahead = newAhead();
      batch = predictor.newBatch();
      news.accept(predictor);
    }
  }

  private static Predictor predictor(AssembledVersion version) {
    try {
      return new Predictor(version.head(), version.blocks());
    } catch (IllegalArgumentException e) {
      throw unknown(version.head(), e);
    }
  }

  private static IllegalStateException unknown(ModelVersion version, IllegalArgumentException e) {
    return new IllegalStateException(
        "version %d of model %s cannot be predicted with: %s"
            .formatted(version.version(), version.model(), e.getMessage()),
        e);
  }

  private SampleDecoder decoder() {
    return decoders.apply(predictor.description().sample(), keyField());
  }

  private ReadAhead newAhead() {
    SampleSettings sample = predictor.description().sample();
    Optional<String> field = keyField();
    return ReadAhead.of(rows -> new MiniBatch(sample, rows), () -> decoders.apply(sample, field));
  }

  private Optional<String> keyField() {
    return KeyedFigures.fieldOf(predictor.version());
  }

  /** What was decoded by another schema than the newest version's is decoded again. */
  private void take(Decoded decoded, int first, int count) {
    batch.clear();
    for (int i = 0; i < count; i++) {
      rejections[i] =
          decoded.by() == ahead
              ? decoded.chunk().copyNextInto(batch)
              : decode(decoded.chunk().records(), first + i);
    }
  }

  private @Nullable String decode(RecordChunk records, int index) {
    String fault = records.fault(index);
    return fault == null ? decode(records.value(index)) : fault;
  }

  private @Nullable String decode(byte @Nullable [] record) {
    if (record == null) {
      return "the record has no value";
    }
    try {
      decoder.decode(record, batch);
      return null;
    } catch (RejectedSample rejection) {
      return String.valueOf(rejection.getMessage());
    }
  }

  private void write(int count) {
    Tensor predictions = predictor.predict(batch);
    int row = 0;
    for (int i = 0; i < count; i++) {
      String rejection = rejections[i];
      anyPredicted |= rejection == null;
      anyRejected |= rejection != null;
      if (rejection == null) {
        addPrediction(predictions, row++);
      } else {
        lines.addError(rejection);
      }
    }
  }

  /** By its key's model where there is one, else by the shared one, which has answered all. */
  private void addPrediction(Tensor shared, int row) {
    LabelSettings label = predictor.description().sample().label();
    long version = predictor.version().version();
    RowKeys rowKeys = batch.keys();
    KeyModel own = rowKeys.length(row) == 0 ? null : keys.of(rowKeys.text(row));
    if (own == null) {
      lines.addPrediction(label, version, shared, row);
      return;
    }
    MiniBatch alone = new MiniBatch(predictor.description().sample(), 1);
    alone.accept(batch, row);
    Tensor prediction = ofKeys.predict(alone, own, predictor.model());
    lines.addPrediction(label, Math.max(own.version(), version), prediction, 0);
  }
}
