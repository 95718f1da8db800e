package io.gradstream.record.json;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FieldPath;
import io.gradstream.data.SampleLimits;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.encode.RecordEncoder;
import io.gradstream.record.RecordFraming;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.SampleFormat;
import java.util.List;

/** A JSON object a record; a file has one a line, or an array of them. */
public final class JsonFormat implements SampleFormat {
  private final SampleLimits limits;

  /** Objects of the usual limits. */
  public JsonFormat() {
    this(new SampleLimits());
  }

  /** Objects within limits. */
  public JsonFormat(SampleLimits limits) {
    this.limits = limits;
  }

  @Override
  public SampleLimits limits() {
    return limits;
  }

  @Override
  public boolean carries(FeatureSettings feature) {
    return true;
  }

  @Override
  public boolean isText() {
    return true;
  }

  @Override
  public void requireReadable(SampleSettings sample) {}

  @Override
  public RecordFraming framing(List<FieldPath> fields) {
    return framing();
  }

  /** How objects stand in a file, whatever their fields. */
  public RecordFraming framing() {
    return new JsonFraming(limits);
  }

  @Override
  public SampleDecoder decoder(RecordEncoder encoder) {
    return new JsonSampleDecoder(encoder);
  }
}
