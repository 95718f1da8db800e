package io.gradstream.data.scale;

import io.gradstream.data.FeatureColumns;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.SampleColumns;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a {@link FeatureScaler} copied out of it and put into it, as parts of an array, so
 * that one scaler serves many streams in turn. Allocates nothing. For schemas without bins by
 * values and robust scales, of which values would have to be kept, and of which no figures are ever
 * reset.
 */
public final class ScalerArrays {
  private final List<FeatureSettings> features;
  private final SampleColumns columns;
  private final MeanFill fill;
  private final Map<Scale.Kind, ColumnScaler> running;
  private final Set<Integer> fixed;
  private final LabelScaler label;
  private final ColumnScaler[] inOrder;

  ScalerArrays(
      SampleSettings settings,
      MeanFill fill,
      Map<Scale.Kind, ColumnScaler> running,
      Set<Integer> fixed,
      LabelScaler label) {
    this.features = settings.features();
    this.columns = settings.columns();
    this.fill = fill;
    this.running = running;
    this.fixed = fixed;
    this.label = label;
    this.inOrder = running.values().toArray(ColumnScaler[]::new);
  }

  /** How many numbers there are to restore. */
  public int size() {
    int size = fill.numberCount() + label.numberCount();
    for (ColumnScaler scaler : inOrder) {
      size += scaler.numberCount();
    }
    return size;
  }

  /**
   * Copies everything there is to restore.
   *
   * @param at where the first number goes
   */
  public void copyTo(double[] into, int at) {
    int end = fill.copyNumbers(into, at);
    for (ColumnScaler scaler : inOrder) {
      end = scaler.copyNumbers(into, end);
    }
    label.copyNumbers(into, end);
  }

  /** Has the scaler go on where {@link #copyTo} was called, bit for bit. */
  public void takeFrom(double[] from, int at) {
    int end = fill.takeNumbers(from, at);
    for (ColumnScaler scaler : inOrder) {
      end = scaler.takeNumbers(from, end);
    }
    label.takeNumbers(from, end);
  }

  /** Has what was taken in count as that of at most so many samples, where it counts at all. */
  public void weaken(long most) {
    fill.weaken(most);
    for (ColumnScaler scaler : inOrder) {
      scaler.weaken(most);
    }
    label.weaken(most);
  }

  /** How many running figures a version has. */
  public int figureCount() {
    int count = label.figureCount();
    for (int i = 0; i < features.size(); i++) {
      ColumnScaler own = runningOf(i);
      int kinds = (features.get(i).fillsMean() ? 1 : 0) + (own == null ? 0 : own.figureCount());
      count += kinds * columns.of(i).columns();
    }
    return count;
  }

  /**
   * Copies the running figures that a version has, feature by feature and the label's last: of each
   * what is filled in, and then what is scaled by, in the order of {@link FeatureScaler#describe}.
   */
  public void copyFigures(double[] into, int at) {
    int end = at;
    for (int i = 0; i < features.size(); i++) {
      FeatureColumns of = columns.of(i);
      ColumnScaler own = runningOf(i);
      if (features.get(i).fillsMean()) {
        end = fill.copyFigures(of.dense(), of.columns(), into, end);
      }
      if (own != null) {
        end = own.copyFigures(of.dense(), of.columns(), into, end);
      }
    }
    label.copyFigures(into, end);
  }

  private @Nullable ColumnScaler runningOf(int feature) {
    return fixed.contains(feature) ? null : running.get(features.get(feature).scale().kind());
  }
}
