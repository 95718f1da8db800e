package io.gradstream.pipeline.join;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a join keeps: one half that waits for the other, or both until a step is taken over them.
 *
 * @param number by which it is known, in the order in which it came to be; from 1
 * @param key that of both halves
 * @param record that of the features or, of a label alone, the label's
 * @param outputs what the model gave out for the features when they came; null of a label alone
 * @param target what is to be learned; null of features alone
 */
record Kept(
    long number,
    String key,
    KeptRecord record,
    float @Nullable [] outputs,
    @Nullable Target target) {
  private static final int FIXED_BYTES = 1 + 5 * Integer.BYTES + 4 * Long.BYTES;
  private static final Target UNTOLD = new Target(0, 0);

  /** When its record was written, in ms since the epoch. */
  long timestampMs() {
    return record.timestampMs();
  }

  boolean isLabel() {
    return outputs == null;
  }

  /** Whether a step can be taken over it. */
  boolean isWhole() {
    return outputs != null && target != null;
  }

  /** These features with what is to be learned of them, behind all that was told so before. */
  Kept with(long newNumber, Target told) {
    return new Kept(newNumber, key, record, outputs, told);
  }

  /** Both halves, for a step. */
  JoinedSample sample() {
    return new JoinedSample(
        record, Objects.requireNonNull(outputs), Objects.requireNonNull(target));
  }

  /**
   * It as bytes, big-endian: whether a target is told; key, topic, partition, offset, timestamp and
   * value of the record; the outputs, the target. Texts and lists have their length in front.
   */
  byte[] encode() {
    byte[] utf8 = key.getBytes(UTF_8);
    byte[] topic = record.topic().getBytes(UTF_8);
    float[] given = outputs == null ? new float[0] : outputs;
    Target told = target == null ? UNTOLD : target;
    int bytes = utf8.length + topic.length + record.content().length + given.length * Float.BYTES;
    ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + bytes);
    out.put((byte) (target == null ? 0 : 1));
    put(out, utf8);
    put(out, topic);
    out.putInt(record.partition()).putLong(record.first()).putLong(record.timestampMs());
    put(out, record.content());
    out.putInt(given.length);
    for (float output : given) {
      out.putFloat(output);
    }
    return out.putDouble(told.label()).putDouble(told.weight()).array();
  }

  private static void put(ByteBuffer out, byte[] bytes) {
    out.putInt(bytes.length).put(bytes);
  }

  /**
   * What was encoded.
   *
   * @throws IllegalArgumentException if it is nothing of the kind
   */
  static Kept decode(long number, byte[] row) {
    try {
      return decode(number, ByteBuffer.wrap(row));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("what waits for labels is damaged: row " + number, e);
    }
  }

  private static Kept decode(long number, ByteBuffer in) {
    boolean isTold = in.get() != 0;
    String key = new String(bytes(in), UTF_8);
    String topic = new String(bytes(in), UTF_8);
    KeptRecord record = new KeptRecord(topic, in.getInt(), in.getLong(), in.getLong(), bytes(in));
    float[] outputs = floats(in);
    Target target = new Target(in.getDouble(), in.getDouble());
    return new Kept(
        number, key, record, outputs.length == 0 ? null : outputs, isTold ? target : null);
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] bytes = new byte[length(in, 1)];
    in.get(bytes);
    return bytes;
  }

  private static float[] floats(ByteBuffer in) {
    float[] floats = new float[length(in, Float.BYTES)];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = in.getFloat();
    }
    return floats;
  }

  private static int length(ByteBuffer in, int bytesEach) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining() / bytesEach) {
      throw new BufferUnderflowException();
    }
    return length;
  }
}
