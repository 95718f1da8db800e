package io.gradstream.optim;

import io.gradstream.autograd.InputRows;
import io.gradstream.autograd.Parameter;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An optimizer of linear models that goes along a direction of its own, as far as the parabola that
 * touches the loss there allows.
 *
 * <p>A weight that was learned while its column was small is not believed where the column turns
 * out to be large: {@code w = w · s / s'} where the largest value so far was s and is now s' (Ross,
 * Mineiro and Langford, "Normalized Online Learning", UAI 2013).
 *
 * <p>With d the direction, {@code slope = ∂w · d} and {@code bend = Σ c · (x · d)²} over the rows x
 * and outputs of the step, c the loss's curvature, the loss on the way is {@code -t · slope + t² ·
 * bend / 2} to the second order, lowest at {@code t = slope / bend}.
 */
abstract class LinearOptimizer extends SlotOptimizer {
  private static final int SCALE = 1;
  private static final String SCALE_SLOT = "scale";

  private final LinearLayer layer;
  private final float[][] weightSlots;
  private final float @Nullable [][] biasSlots;
  private double share;

  /** One that keeps this of every weight beside its column's scale. */
  LinearOptimizer(Map<String, Parameter> parameters, double learningRate, String slot) {
    super(parameters, learningRate, slot, SCALE_SLOT);
    this.layer = LinearLayer.of(parameters);
    this.weightSlots = slots(indexOf(layer.weight()));
    this.biasSlots = layer.bias() == null ? null : slots(indexOf(layer.bias()));
  }

  /** Takes in the row that was read last, of so many entries. */
  abstract void observe(InputRows inputs, int row, int entries);

  /** Takes in the gradient of some elements: from one to another, as an update does. */
  void observe(float[] gradient, float[][] slots, int from, int to, int shift) {}

  /** The direction of an element that has this gradient, which is not 0. */
  abstract double direction(float gradient, float[][] slots, int i);

  /** How much of the direction is gone. */
  abstract double share(double slope, double bend);

  /** What is kept of every element of the layer's weight. */
  final float[] ofWeight() {
    return weightSlots[0];
  }

  /** What is kept of its bias; null if it has none. */
  final float @Nullable [] ofBias() {
    return biasSlots == null ? null : biasSlots[0];
  }

  /** The largest value so far of the column that an element of the weight is for. */
  final float scale(int i) {
    return weightSlots[SCALE][i];
  }

  /** How many outputs the layer has. */
  final int outputs() {
    return layer.outputs();
  }

  @Override
  final void prepare() {
    share = 0;
    if (learningRate() == 0) {
      return;
    }
    if (biasSlots != null) {
      Arrays.fill(biasSlots[SCALE], 1);
    }
    InputRows inputs = layer.inputs();
    for (int row = 0; row < inputs.rows(); row++) {
      int entries = inputs.read(row);
      for (int entry = 0; entry < entries; entry++) {
        rescale(inputs.columns()[entry], Math.abs(inputs.values()[entry]));
      }
      observe(inputs, row, entries);
    }
    double slope = slope(layer.weight(), weightSlots);
    if (layer.bias() != null && biasSlots != null) {
      slope += slope(layer.bias(), biasSlots);
    }
    share = slope > 0 ? share(slope, bend()) : 0;
  }

  @Override
  public final boolean keepsLargest(String slot) {
    return slot.startsWith(SCALE_SLOT + "/");
  }

  private void rescale(int column, float size) {
    float[] scales = weightSlots[SCALE];
    float[] weights = layer.weight().value().data();
    if (size > scales[layer.inputs().index(column, 0)]) {
      for (int output = 0; output < layer.outputs(); output++) {
        int i = layer.inputs().index(column, output);
        weights[i] *= scales[i] == 0 ? 1 : scales[i] / size;
        scales[i] = size;
      }
    }
  }

  private double slope(Parameter parameter, float[][] slots) {
    float[] gradient = parameter.gradients();
    double slope = 0;
    for (int range = 0; range < parameter.ranges(); range++) {
      int from = parameter.rangeStart(range);
      int to = parameter.rangeEnd(range);
      int shift = parameter.gradientShift(range);
      observe(gradient, slots, from, to, shift);
      for (int i = from; i < to; i++) {
        float own = gradient[i - shift];
        slope += own == 0 ? 0 : own * direction(own, slots, i);
      }
    }
    return slope;
  }

  private double bend() {
    InputRows inputs = layer.inputs();
    double bend = 0;
    for (int row = 0; row < inputs.rows(); row++) {
      int entries = inputs.read(row);
      for (int output = 0; output < inputs.outputs(); output++) {
        float curvature = inputs.curvature(row, output);
        if (curvature > 0) {
          double moved = moved(inputs, entries, output);
          bend += curvature * moved * moved;
        }
      }
    }
    return bend;
  }

  /** {@code x · d} for the row that was read last. */
  private double moved(InputRows inputs, int entries, int output) {
    Parameter bias = layer.bias();
    double moved = bias == null || biasSlots == null ? 0 : along(bias, biasSlots, output);
    for (int entry = 0; entry < entries; entry++) {
      float value = inputs.values()[entry];
      if (value != 0) {
        int i = inputs.index(inputs.columns()[entry], output);
        moved += value * along(layer.weight(), weightSlots, i);
      }
    }
    return moved;
  }

  private double along(Parameter parameter, float[][] slots, int i) {
    float gradient = parameter.gradientAt(i);
    return gradient == 0 ? 0 : direction(gradient, slots, i);
  }

  @Override
  final void update(
      float[] weights, float[] gradient, float[][] slots, int from, int to, int shift) {
    for (int i = from; share > 0 && i < to; i++) {
      float own = gradient[i - shift];
      if (own != 0) {
        weights[i] -= (float) (share * direction(own, slots, i));
      }
    }
  }
}
