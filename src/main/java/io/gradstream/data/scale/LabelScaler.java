package io.gradstream.data.scale;

import io.gradstream.data.Description;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Scale;
import io.gradstream.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * The scaler of a sample's label, which leaves it as it is unless settings scale it: the loss is of
 * scaled labels, and predictions are brought back by {@link #undo}. Not thread-safe; transforming
 * allocates nothing.
 */
public final class LabelScaler {
  private static final String PREFIX = "label.";

  private final Optional<ColumnScaler> scaler;
  private final boolean fixed;
  private double centre;
  private double spread = 1;

  LabelScaler(LabelSettings label) {
    Optional<Scale> scale = label.scale().filter(each -> each.kind() != Scale.Kind.NONE);
    this.scaler = scale.map(LabelScaler::of);
    this.fixed = scale.filter(Scale::isFixed).isPresent();
    adoptFigures();
  }

  private static ColumnScaler of(Scale scale) {
    ColumnScaler scaler =
        ColumnScaler.of(scale.kind(), new int[] {0}, new double[] {scale.bound()});
    if (scale.isFixed()) {
      scaler.fix(scale.figures());
    }
    return scaler;
  }

  /**
   * Takes in the batch's labels one after the other, and writes each, scaled with figures that
   * include it, into {@code into}; {@link #undo} goes by the figures from before the batch.
   *
   * @param into {@code [capacity, 1]}; its rows in use are set
   */
  public void fitTransform(MiniBatch batch, Tensor into) {
    if (scaler.isEmpty() || fixed) {
      transform(batch, into);
      return;
    }
    adoptFigures();
    into.useRows(batch.rows());
    ColumnScaler running = scaler.get();
    for (int row = 0; row < batch.rows(); row++) {
      running.fitTransform(batch.targets(), row, into.data());
    }
  }

  /** Writes the batch's labels, scaled with the figures as they are, into {@code into}. */
  public void transform(MiniBatch batch, Tensor into) {
    adoptFigures();
    into.useRows(batch.rows());
    for (int row = 0; row < batch.rows(); row++) {
      if (scaler.isPresent()) {
        scaler.get().transform(batch.targets(), row, into.data());
      } else {
        into.data()[row] = (float) batch.targets()[row];
      }
    }
  }

  /** Brings predictions of scaled labels back to what labels are, in place. */
  public void undo(Tensor predictions) {
    if (scaler.isPresent()) {
      float[] data = predictions.data();
      for (int i = 0; i < predictions.size(); i++) {
        data[i] = (float) (centre + spread * data[i]);
      }
    }
  }

  /** Takes what a prediction is brought back by; until there was a label it is the output. */
  private void adoptFigures() {
    if (scaler.isPresent() && (fixed || scaler.get().countOf(0) > 0)) {
      centre = scaler.get().centre(0);
      spread = Math.max(0, scaler.get().spread(0));
    }
  }

  void save(Map<String, double[]> state) {
    if (!fixed) {
      scaler.ifPresent(each -> each.save(PREFIX, state));
    }
  }

  void restore(ScalerState state) {
    if (!fixed) {
      scaler.ifPresent(each -> each.restore(PREFIX, state));
    }
    adoptFigures();
  }

  /** How many numbers {@link #copyNumbers} gives. */
  int numberCount() {
    return isRunning() ? scaler.get().numberCount() : 0;
  }

  int copyNumbers(double[] into, int at) {
    return isRunning() ? scaler.get().copyNumbers(into, at) : at;
  }

  int takeNumbers(double[] from, int at) {
    if (!isRunning()) {
      return at;
    }
    int end = scaler.get().takeNumbers(from, at);
    centre = 0;
    spread = 1;
    adoptFigures();
    return end;
  }

  void weaken(long most) {
    if (isRunning()) {
      scaler.get().weaken(most);
    }
  }

  int figureCount() {
    return isRunning() ? scaler.get().figureCount() : 0;
  }

  int copyFigures(double[] into, int at) {
    return isRunning() ? scaler.get().copyFigures(0, 1, into, at) : at;
  }

  void saveSince(ScalerState before, Map<String, double[]> into) {
    if (!fixed) {
      scaler.ifPresent(each -> each.saveSince(PREFIX, before, into));
    }
  }

  void merge(ScalerState round) {
    if (!fixed) {
      scaler.ifPresent(each -> each.merge(PREFIX, round));
    }
    adoptFigures();
  }

  void describe(Map<String, Object> into) {
    if (fixed) {
      into.put("fixed", true);
    }
    scaler.ifPresent(each -> each.describe(0, 1, into));
  }

  /** Goes on from the figures that {@link #describe} put, if they are of the same kind. */
  void adopt(LabelSettings own, LabelSettings other, Description description) {
    boolean alike =
        own.scale().map(Scale::kind).equals(other.scale().map(Scale::kind))
            && own.scale().map(Scale::isFixed).equals(other.scale().map(Scale::isFixed));
    if (scaler.isPresent() && !fixed && alike) {
      scaler.get().adopt(0, 1, description);
      scaler.get().adoptFigures();
    }
    adoptFigures();
  }

  /** Whether it has figures that run. */
  boolean isRunning() {
    return scaler.isPresent() && !fixed;
  }

  /** Has the figures begin anew. */
  void reset() {
    scaler.ifPresent(each -> each.reset(0, 1));
    centre = 0;
    spread = 1;
  }
}
