package io.gradstream.data;

/**
 * Writes one field's value into the columns it fills. Not thread-safe: it may own scratch space.
 */
@FunctionalInterface
public interface FieldEncoder {
  /**
   * Encodes {@code value} into {@code row} from {@code column} on. Every column of the field is
   * written, whatever was there.
   *
   * @throws RejectedSample if the value is none of this field; what the columns hold is then
   *     undefined
   */
  void encode(FieldValue value, float[] row, int column) throws RejectedSample;
}
