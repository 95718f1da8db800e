package io.gradstream.record.float32;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.SampleLimits;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.encode.RecordEncoder;
import io.gradstream.record.BinaryFormat;
import io.gradstream.record.SampleDecoder;

/** A vector of little-endian float32 a record. */
public final class Float32Format implements BinaryFormat {
  private final SampleLimits limits;

  /** Vectors of the usual limits. */
  public Float32Format() {
    this(new SampleLimits());
  }

  /** Vectors within limits. */
  public Float32Format(SampleLimits limits) {
    this.limits = limits;
  }

  @Override
  public SampleLimits limits() {
    return limits;
  }

  @Override
  public boolean carries(FeatureSettings feature) {
    return switch (feature.type()) {
      case CROSS, MAP, SLOPE, TAGS, TEXT -> false;
      case ARRAY, BINS, BOOLEAN, CATEGORICAL, NUMERIC, PRODUCT, SQUARE, TIMESTAMP -> true;
    };
  }

  @Override
  public void requireReadable(SampleSettings sample) {}

  @Override
  public SampleDecoder decoder(RecordEncoder encoder) {
    return new Float32SampleDecoder(encoder);
  }
}
