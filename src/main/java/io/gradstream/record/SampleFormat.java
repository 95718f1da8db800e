package io.gradstream.record;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FieldPath;
import io.gradstream.data.SampleLimits;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.encode.RecordEncoder;
import java.util.List;

/**
 * A way samples are written: what a record's bytes mean, and how records stand behind one another
 * in a file. Each format is a package with one public class of this kind.
 *
 * <p>A file may say itself how its rows are to be read, so a file's framing and the decoders of its
 * records come from the same instance.
 */
public interface SampleFormat {
  /**
   * Checks that the settings say what the format needs.
   *
   * @throws IllegalArgumentException if they do not, beginning with the key to change
   */
  default void requireSettings() {}

  /** What a record may have. */
  SampleLimits limits();

  /** Whether a feature's values can be written so. */
  boolean carries(FeatureSettings feature);

  /** Whether a file can hold records, which are text then; others stand in topics only. */
  boolean isText();

  /**
   * Checks what is known of a topic's records before there are any.
   *
   * @throws IllegalArgumentException if samples of this schema cannot be read from them
   */
  void requireReadable(SampleSettings sample);

  /**
   * How records stand in a file, for a decoder of these fields.
   *
   * @throws UnsupportedOperationException where no file can hold them
   */
  RecordFraming framing(List<FieldPath> fields);

  /** How they stand in a file that is sent to a topic, whose readers see each record alone. */
  default RecordFraming topicFraming(List<FieldPath> fields) {
    return framing(fields);
  }

  /** A decoder of records into what an encoder looks for. */
  SampleDecoder decoder(RecordEncoder encoder);

  /** A decoder of samples to learn from: the label must be there. */
  default SampleDecoder labelled(SampleSettings sample) {
    return decoder(RecordEncoder.labelled(sample, limits()));
  }

  /**
   * The same of samples of which each is for one of many models.
   *
   * @param key the path of the field that says for which; it must be there
   */
  default SampleDecoder labelledAndKeyed(SampleSettings sample, String key) {
    return decoder(RecordEncoder.labelledAndKeyed(sample, limits(), key));
  }

  /** The same to predict, where the field may be missing. */
  default SampleDecoder unlabelledAndKeyed(SampleSettings sample, String key) {
    return decoder(RecordEncoder.unlabelledAndKeyed(sample, limits(), key));
  }

  /** A decoder of samples to predict, with their label or without: it is not looked at. */
  default SampleDecoder unlabelled(SampleSettings sample) {
    return decoder(RecordEncoder.unlabelled(sample, limits()));
  }
}
