package io.gradstream.record.json;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.encode.RecordEncoder;
import io.gradstream.record.SampleDecoder;

/**
 * Reads samples that are JSON objects in UTF-8, one per record.
 *
 * <p>Fields outside the schema are skipped. Of a name that comes twice in an object the last value
 * counts. A number is the nearest double, and NaN is as null. Whatever a field is not meant to be
 * (of another type, not finite in float32, of another size, missing or null where its policy is a
 * dead letter) rejects the sample, as does a record that is not exactly one JSON object.
 *
 * <p>There are two ways through a record. Nearly all are plain: they are scanned as bytes, three
 * times as fast. Whatever the scan does not know, or the encoder rejects, is read by Jackson, which
 * decides alone what a faulty record is and how that is said.
 *
 * <p>Not thread-safe.
 */
public final class JsonSampleDecoder implements SampleDecoder {
  private final RecordEncoder encoder;
  private final JsonScan scan;
  private final JacksonSampleDecoder jackson;

  /** A decoder of objects into what the encoder looks for. */
  JsonSampleDecoder(RecordEncoder encoder) {
    this.encoder = encoder;
    this.scan = new JsonScan(encoder);
    this.jackson = new JacksonSampleDecoder(encoder);
  }

  /** A decoder of samples to learn from: the label and the weight must be there. */
  public static JsonSampleDecoder labelled(SampleSettings settings) {
    return new JsonSampleDecoder(RecordEncoder.labelled(settings));
  }

  /** A decoder of samples to predict: label and weight are not looked at, but 0 and 1. */
  public static JsonSampleDecoder unlabelled(SampleSettings settings) {
    return new JsonSampleDecoder(RecordEncoder.unlabelled(settings));
  }

  @Override
  public void decode(byte[] record, MiniBatch batch) throws RejectedSample {
    if (!scanned(record, batch)) {
      jackson.decode(record, batch);
    }
  }

  private boolean scanned(byte[] record, MiniBatch batch) {
    encoder.begin(batch);
    if (!scan.read(record)) {
      return false;
    }
    try {
      encoder.end();
      return true;
    } catch (RejectedSample toBeExplained) {
      return false;
    }
  }
}
