package io.gradstream.data.encode;

import io.gradstream.data.RejectedSample;
import io.gradstream.data.encode.FieldValue.Kind;

/** How much a sample counts: a number that is not negative. */
final class WeightEncoder extends FieldEncoder {
  private final String field;

  WeightEncoder(String field) {
    this.field = field;
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    double weight = value.kind() == Kind.NUMBER ? value.number() : Double.NaN;
    if (!(weight >= 0) || !Float.isFinite((float) weight)) {
      throw new RejectedSample(
          field + " must be a weight, a finite number of at least 0: " + value.shown());
    }
    dense[start] = weight;
  }
}
