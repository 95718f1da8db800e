package io.gradstream.pipeline.join;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.encode.RecordEncoder;
import io.gradstream.record.RecordKey;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.SampleFormat;

/** Reads either half of a sample: the key of both, features, or a label. Not thread-safe. */
public final class HalfDecoder {
  private final SampleDecoder features;
  private final SampleDecoder target;
  private final RecordKey keys;
  private final MiniBatch told;

  /**
   * A decoder of samples of a schema.
   *
   * @param field the path of the key
   */
  public HalfDecoder(SampleFormat format, SampleSettings schema, String field) {
    this.features = format.unlabelled(schema);
    this.target = format.decoder(RecordEncoder.target(schema, format.limits()));
    this.keys = new RecordKey(format, field);
    this.told = new MiniBatch(schema, 1);
  }

  /**
   * The key of a record.
   *
   * @throws RejectedSample if it has none
   */
  public String key(byte[] record) throws RejectedSample {
    return keys.of(record);
  }

  /**
   * Adds the features of a record to a batch of the schema.
   *
   * @throws RejectedSample if it has none such; the batch is then as before
   */
  public void features(byte[] record, MiniBatch batch) throws RejectedSample {
    features.decode(record, batch);
  }

  /**
   * What a record says of its sample, with a weight of 0 where that is to be passed over.
   *
   * @throws RejectedSample if it says nothing
   */
  public Target target(byte[] record) throws RejectedSample {
    told.clear();
    target.decode(record, told);
    return new Target(told.targets()[0], told.rows() == 0 ? 0 : told.weights()[0]);
  }
}
