package io.gradstream.replica;

import io.gradstream.data.LabelSettings;

/**
 * What a model says of a sample.
 *
 * @param outputs a number, the probability of 1, or one of each class in the version's order
 * @param label what is predicted
 * @param version which version says so, whole: of a key's model too, the newest there was
 */
// An array within a record: made for whoever asked, and nobody else has it.
@SuppressWarnings("ArrayRecordComponent")
public record Prediction(float[] outputs, LabelSettings label, long version) {
  /** The only output, or the first. */
  public float value() {
    return outputs[0];
  }
}
