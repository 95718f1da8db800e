package io.gradstream.replica;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.encode.RecordEncoder;
import io.gradstream.learn.model.Contributions;
import io.gradstream.learn.model.LoadedModel;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.SampleFormat;
import java.util.Map;

/** Explains a model's predictions, with a decoder that tells which field is in which column. */
final class Explainer {
  private final Contributions contributions;
  private final SampleDecoder decoder;
  private final MiniBatch batch;

  /**
   * An explainer of a model.
   *
   * @throws IllegalArgumentException if the model is not linear
   */
  Explainer(LoadedModel model, SampleFormat format) {
    this.contributions = new Contributions(model);
    RecordEncoder encoder = RecordEncoder.unlabelled(model.description().sample(), format.limits());
    this.decoder = format.decoder(encoder);
    this.batch = new MiniBatch(model.description().sample(), 1);
    batch.entries().tell(true);
  }

  Map<String, float[]> explain(byte[] record) throws RejectedSample {
    batch.clear();
    decoder.decode(record, batch);
    return contributions.of(batch);
  }
}
