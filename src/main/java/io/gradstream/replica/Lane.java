package io.gradstream.replica;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.learn.LoadedModel;
import io.gradstream.learn.Predictor;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.SampleFormat;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one thread predicts with: buffers of its own over parameters that all share. It says which
 * slot it looks at, so that nobody loads another version there meanwhile.
 */
final class Lane {
  private final SampleFormat format;
  private final Part[] parts = {new Part(), new Part()};
  private volatile @Nullable Slot looksAt;

  /** A lane of one thread, to which samples come in this format. */
  Lane(SampleFormat format) {
    this.format = format;
  }

  /** Whether its thread looks at a slot now. */
  boolean looksAt(Slot slot) {
    return looksAt == slot;
  }

  /**
   * Predicts by the version that is newest when it begins.
   *
   * @throws RejectedSample if the record is no sample
   */
  Prediction predict(Slots slots, byte[] record) throws RejectedSample {
    try {
      Slot slot = enter(slots);
      return parts[slots.indexOf(slot)].predict(slot.model(), record);
    } finally {
      looksAt = null;
    }
  }

  /**
   * Predicts, and says by which fields.
   *
   * @throws RejectedSample if the record is no sample
   * @throws IllegalArgumentException if the model is not linear
   */
  Explanation explain(Slots slots, byte[] record) throws RejectedSample {
    try {
      Slot slot = enter(slots);
      return parts[slots.indexOf(slot)].explain(slot.model(), record);
    } finally {
      looksAt = null;
    }
  }

  /** What is newest may be another by the time it is said that it is looked at. */
  private Slot enter(Slots slots) {
    Slot newest = slots.newest();
    looksAt = newest;
    while (newest != slots.newest()) {
      newest = slots.newest();
      looksAt = newest;
    }
    return newest;
  }

  /** The buffers for one of the slots. */
  private final class Part {
    private @Nullable LoadedModel model;
    private @Nullable Predictor predictor;
    private @Nullable SampleDecoder decoder;
    private @Nullable MiniBatch batch;
    private @Nullable Explainer explainer;

    Prediction predict(LoadedModel now, byte[] record) throws RejectedSample {
      Predictor by = predictor;
      SampleDecoder reader = decoder;
      MiniBatch row = batch;
      if (by == null || reader == null || row == null || model != now) {
        by = new Predictor(now);
        reader = format.unlabelled(now.description().sample());
        row = new MiniBatch(now.description().sample(), 1);
        model = now;
        predictor = by;
        decoder = reader;
        batch = row;
        explainer = null;
      }
      by.refresh();
      row.clear();
      reader.decode(record, row);
      Tensor outputs = by.predict(row);
      return new Prediction(
          Arrays.copyOf(outputs.data(), outputs.size()),
          now.description().sample().label(),
          by.version().version());
    }

    Explanation explain(LoadedModel now, byte[] record) throws RejectedSample {
      Prediction prediction = predict(now, record);
      Explainer by = explainer == null ? new Explainer(now, format) : explainer;
      explainer = by;
      return new Explanation(prediction, by.explain(record));
    }
  }
}
