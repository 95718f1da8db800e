package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.codec.AssembledVersion;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleDecoder;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.ModelDescription;
import io.gradstream.learn.ModelVersion;
import io.gradstream.learn.Predictor;
import io.gradstream.pipeline.RecordChunk;
import io.gradstream.tensor.Tensor;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A line for every record, in their order: what the newest version predicts, {@code
 * {"prediction":0.27,"version":155}}, or why it predicts nothing, {@code {"error":"..."}}. One
 * thread at a time.
 */
final class Answers {
  private final Supplier<AssembledVersion> newest;
  private final Function<SampleSettings, SampleDecoder> decoders;
  private final Consumer<Predictor> news;
  private final PrintStream out;
  private final StringBuilder lines = new StringBuilder();

  private final Predictor predictor;
  private AssembledVersion current;
  private SampleDecoder decoder;
  private MiniBatch batch;
  private final @Nullable String[] rejections;

  /**
   * Answers by the newest version there is now, and by each newer one from the next batch on.
   *
   * @param decoders of samples of a version's schema
   * @param news is told of the first version, and of one that is another model than that before
   */
  Answers(
      Supplier<AssembledVersion> newest,
      Function<SampleSettings, SampleDecoder> decoders,
      Consumer<Predictor> news,
      PrintStream out) {
    this.newest = newest;
    this.decoders = decoders;
    this.news = news;
    this.out = out;
    this.current = newest.get();
    this.predictor = understood(current, () -> new Predictor(current.head(), current.blocks()));
    this.decoder = decoders.apply(predictor.description().sample());
    this.batch = predictor.newBatch();
    this.rejections = new @Nullable String[batch.capacity()];
    news.accept(predictor);
  }

  /** Answers the records, and writes the answers at once. */
  void answer(RecordChunk records) {
    for (int first = 0; first < records.size(); first += batch.capacity()) {
      useNewest();
      int count = Math.min(batch.capacity(), records.size() - first);
      decode(records, first, count);
      append(count);
    }
    out.writeBytes(lines.toString().getBytes(UTF_8));
    out.flush();
    lines.setLength(0);
  }

  private void useNewest() {
    AssembledVersion newer = newest.get();
    if (newer != current) {
      take(newer);
      current = newer;
    }
  }

  private void take(AssembledVersion newer) {
    ModelDescription before = predictor.description();
    understood(
        newer,
        () -> {
          predictor.take(newer.head(), newer.blocks());
          return predictor;
        });
    if (!predictor.description().equals(before)) {
      decoder = decoders.apply(predictor.description().sample());
      batch = predictor.newBatch();
      news.accept(predictor);
    }
  }

  private static Predictor understood(AssembledVersion version, Supplier<Predictor> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      ModelVersion head = version.head();
      throw new IllegalStateException(
          "version %d of model %s cannot be predicted with: %s"
              .formatted(head.version(), head.model(), e.getMessage()),
          e);
    }
  }

  private void decode(RecordChunk records, int first, int count) {
    batch.clear();
    for (int i = 0; i < count; i++) {
      rejections[i] = decode(records.value(first + i));
    }
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

  private void append(int count) {
    Tensor predictions = predictor.predict(batch);
    int row = 0;
    for (int i = 0; i < count; i++) {
      String rejection = rejections[i];
      if (rejection == null) {
        append(predictions, row++);
      } else {
        appendError(rejection);
      }
    }
  }

  private void append(Tensor predictions, int row) {
    if (!isFinite(predictions, row)) {
      appendError("the prediction is not finite: the sample's numbers are too large");
      return;
    }
    LabelSettings label = predictor.description().sample().label();
    lines.append('{');
    PredictionText.append(lines, label.type(), predictions, row);
    if (label.type() == LabelSettings.Type.CLASS) {
      appendProbabilities(predictions, row);
    }
    lines.append("\"version\":").append(predictor.version().version()).append("}\n");
  }

  private void appendProbabilities(Tensor predictions, int row) {
    int columns = predictions.columns();
    lines.append("\"probabilities\":[");
    for (int i = row * columns; i < (row + 1) * columns; i++) {
      lines.append(predictions.data()[i]).append(',');
    }
    lines.setCharAt(lines.length() - 1, ']');
    lines.append(',');
  }

  private void appendError(String reason) {
    lines.append(Json.line(Map.of("error", reason))).append('\n');
  }

  private static boolean isFinite(Tensor predictions, int row) {
    int columns = predictions.columns();
    for (int i = row * columns; i < (row + 1) * columns; i++) {
      if (!Float.isFinite(predictions.data()[i])) {
        return false;
      }
    }
    return true;
  }
}
