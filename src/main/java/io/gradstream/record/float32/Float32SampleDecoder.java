package io.gradstream.record.float32;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.encode.RecordEncoder;
import io.gradstream.record.SampleDecoder;

/**
 * Reads samples that are vectors of little-endian float32: the features' numbers in their order,
 * then the weight, if the schema has one, then the label. NaN is a missing value. A record to
 * predict may end with its features. Not thread-safe.
 */
final class Float32SampleDecoder implements SampleDecoder {
  private final RecordEncoder encoder;
  private final Float32Layout layout;
  private final boolean labelled;
  private final Float32FieldValue value = new Float32FieldValue();

  /** A decoder of vectors into what the encoder looks for. */
  Float32SampleDecoder(RecordEncoder encoder) {
    this.encoder = encoder;
    this.layout = new Float32Layout(encoder.settings(), encoder.fields());
    this.labelled = encoder.isLabelled();
  }

  @Override
  public void decode(byte[] record, MiniBatch batch) throws RejectedSample {
    boolean fits = record.length == Float.BYTES * layout.size();
    boolean fitsWithout = record.length == Float.BYTES * layout.features();
    if (!fits && (labelled || !fitsWithout)) {
      throw new RejectedSample(
          "not %d numbers of float32, %d bytes: %d bytes"
              .formatted(layout.size(), Float.BYTES * layout.size(), record.length));
    }
    encoder.begin(batch);
    for (int field = 0; field < layout.fields(); field++) {
      value.begin(record, layout.start(field), layout.length(field), layout.isArray(field));
      encoder.read(field, value);
    }
    encoder.end();
  }
}
