package io.gradstream.data.encode;

import io.gradstream.data.RejectedSample;
import io.gradstream.data.Slope;

/** The number of a slope, {@code (x - mean) / deviation} in float64, rounded to float32. */
final class SlopeValue implements EntryValue {
  private final Slope feature;
  private final NumberTerm number;
  private final double bound;

  SlopeValue(Slope feature, NumberTerm number) {
    this.feature = feature;
    this.number = number;
    this.bound = feature.clip().orElse(Double.POSITIVE_INFINITY);
  }

  @Override
  public float value() throws RejectedSample {
    double exact = (number.number() - feature.mean()) / feature.deviation();
    float scaled = (float) Math.max(-bound, Math.min(bound, exact));
    if (!Float.isFinite(scaled)) {
      throw new RejectedSample(feature.field() + " must be finite in float32: " + scaled);
    }
    return scaled;
  }
}
