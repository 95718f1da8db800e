package io.gradstream.data.encode;

import io.gradstream.data.RejectedSample;
import java.util.List;

/** Several encoders of one field, which all read its value; none may move on in it. */
final class CompositeEncoder extends FieldEncoder {
  private final FieldEncoder[] each;

  private CompositeEncoder(List<FieldEncoder> each) {
    this.each = each.toArray(FieldEncoder[]::new);
  }

  /** What has all of these read a value. */
  static FieldEncoder of(List<FieldEncoder> encoders) {
    return encoders.size() == 1 ? encoders.get(0) : new CompositeEncoder(encoders);
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    for (FieldEncoder encoder : each) {
      encoder.read(value, dense, start);
    }
  }
}
