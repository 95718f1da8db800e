package io.gradstream.record.float32;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.RecordEncoder;
import io.gradstream.data.SampleSettings;
import io.gradstream.record.BinaryFormat;
import io.gradstream.record.SampleDecoder;

/** A vector of little-endian float32 a record. */
public final class Float32Format implements BinaryFormat {
  @Override
  public boolean carries(FeatureSettings feature) {
    return !(feature instanceof HashedFeature.Cross
        || feature instanceof HashedFeature.Map
        || feature instanceof HashedFeature.Tags);
  }

  @Override
  public void requireReadable(SampleSettings sample) {}

  @Override
  public SampleDecoder decoder(RecordEncoder encoder) {
    return new Float32SampleDecoder(encoder);
  }
}
