package io.gradstream.replica;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.keyed.KeyedFigures;
import io.gradstream.learn.model.LoadedModel;
import io.gradstream.learn.model.Predictor;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.SampleFormat;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.KeyModel;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one thread predicts with: buffers of its own over parameters that all share. It says which
 * slot it looks at, so that nobody loads another version there meanwhile.
 */
final class Lane {
  private final SampleFormat format;
  private final KeyModels keys;
  private final Part[] parts = {new Part(), new Part()};
  private volatile @Nullable Slot looksAt;

  /** A lane of one thread, to which samples come in this format, with these models of keys. */
  Lane(SampleFormat format, KeyModels keys) {
    this.format = format;
    this.keys = keys;
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
    private Optional<String> keyField = Optional.empty();
    private final KeyPredictor ofKeys = new KeyPredictor();

    Prediction predict(LoadedModel now, byte[] record) throws RejectedSample {
      Optional<String> field = KeyedFigures.fieldOf(now.head());
      Predictor by = predictor;
      SampleDecoder reader = decoder;
      MiniBatch row = batch;
      if (by == null || reader == null || row == null || model != now || !field.equals(keyField)) {
        by = new Predictor(now);
        reader = decoder(now.description().sample(), field);
        row = new MiniBatch(now.description().sample(), 1);
        model = now;
        predictor = by;
        decoder = reader;
        batch = row;
        explainer = null;
        keyField = field;
      }
      by.refresh();
      row.clear();
      reader.decode(record, row);
      long version = by.version().version();
      KeyModel own = row.keys().length(0) == 0 ? null : keys.of(row.keys().text(0));
      return own == null
          ? prediction(by.predict(row), now, version)
          : prediction(ofKeys.predict(row, own, now), now, Math.max(own.version(), version));
    }

    private Prediction prediction(Tensor outputs, LoadedModel by, long version) {
      return new Prediction(
          Arrays.copyOf(outputs.data(), outputs.size()),
          by.description().sample().label(),
          version);
    }

    private SampleDecoder decoder(SampleSettings sample, Optional<String> field) {
      return field
          .map(key -> format.unlabelledAndKeyed(sample, key))
          .orElseGet(() -> format.unlabelled(sample));
    }

    Explanation explain(LoadedModel now, byte[] record) throws RejectedSample {
      Prediction prediction = predict(now, record);
      if (keyField.isPresent()) {
        throw new IllegalArgumentException(
            "explain must be left out where perKey has a model for each key");
      }
      Explainer by = explainer == null ? new Explainer(now, format) : explainer;
      explainer = by;
      return new Explanation(prediction, by.explain(record));
    }
  }
}
