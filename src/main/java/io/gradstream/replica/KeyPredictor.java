package io.gradstream.replica;

import io.gradstream.data.MiniBatch;
import io.gradstream.learn.model.LoadedModel;
import io.gradstream.learn.model.Predictor;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.KeyModel;
import io.gradstream.version.ModelVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Predicts by the models of keys, one after the other. Not thread-safe. */
public final class KeyPredictor {
  private @Nullable Predictor predictor;
  private @Nullable KeyModel loaded;

  /**
   * Predicts a sample of a key; valid until the next call.
   *
   * @param sample a batch of one row
   * @param model the key's
   * @param shared that beside which it was published
   * @return {@code [1, outputs]}
   * @throws IllegalArgumentException if it is of other layers than the shared one
   */
  public Tensor predict(MiniBatch sample, KeyModel model, LoadedModel shared) {
    Predictor by = predictor;
    if (by == null || model != loaded) {
      ModelVersion version = model.in(shared.head(), shared.shapes());
      if (by == null) {
        by = new Predictor(version, Optional.empty());
        predictor = by;
      } else {
        by.update(version);
      }
      loaded = model;
    }
    return by.predict(sample);
  }
}
