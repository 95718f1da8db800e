package io.gradstream.record.avro;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.SampleLimits;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.encode.RecordEncoder;
import io.gradstream.record.BinaryFormat;
import io.gradstream.record.SampleDecoder;

/** An Avro record in Avro's binary encoding. */
public final class AvroFormat implements BinaryFormat {
  private final AvroSettings settings;
  private final SampleLimits limits;

  /** Records of the usual limits whose schemas are found as these settings say. */
  public AvroFormat(AvroSettings settings) {
    this(settings, new SampleLimits());
  }

  /** The same within other limits. */
  public AvroFormat(AvroSettings settings, SampleLimits limits) {
    this.settings = settings;
    this.limits = limits;
  }

  @Override
  public SampleLimits limits() {
    return limits;
  }

  @Override
  public void requireSettings() {
    if (settings.schema().isEmpty() && settings.registry().isEmpty()) {
      throw new IllegalArgumentException(
          "avro must have a schema or a registry where format is avro: neither");
    }
  }

  @Override
  public boolean carries(FeatureSettings feature) {
    return true;
  }

  @Override
  public void requireReadable(SampleSettings sample) {
    new AvroSchemas(settings, limits.depth()).require(sample);
  }

  @Override
  public SampleDecoder decoder(RecordEncoder encoder) {
    return new AvroSampleDecoder(encoder, new AvroSchemas(settings, limits.depth()));
  }
}
