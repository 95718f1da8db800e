package io.gradstream.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gradstream.version.KeyModel;
import io.gradstream.version.KeyState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The models of keys as bytes, little-endian: four letters that say what it is, the number of
 * float32s as int32, the version as int64, for consumers also step and samples as int64; then the
 * float32s, and float64s to the end. Thread-safe.
 */
public final class KeyCodec {
  private static final byte[] MODEL = "GSK1".getBytes(US_ASCII);
  private static final byte[] STATE = "GSS1".getBytes(US_ASCII);
  private static final int VERSION_AT = 8;
  private static final int STATE_HEAD = 16;
  private static final int MODEL_HEAD = 32;

  /** What consumers get, as bytes. */
  public byte[] encode(KeyModel model) {
    ByteBuffer bytes = begin(MODEL, MODEL_HEAD, model.parameters().length, model.figures().length);
    bytes.putLong(model.version()).putLong(model.step()).putLong(model.samples());
    return end(bytes, model.parameters(), model.figures());
  }

  /** What the learner goes on with, as bytes. */
  public byte[] encode(KeyState state) {
    ByteBuffer bytes = begin(STATE, STATE_HEAD, state.tensors().length, state.numbers().length);
    bytes.putLong(state.version());
    return end(bytes, state.tensors(), state.numbers());
  }

  private static ByteBuffer begin(byte[] kind, int head, int floats, int doubles) {
    int length = head + Float.BYTES * floats + Double.BYTES * doubles;
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN).put(kind).putInt(floats);
  }

  private static byte[] end(ByteBuffer bytes, float[] floats, double[] doubles) {
    for (float each : floats) {
      bytes.putFloat(each);
    }
    for (double each : doubles) {
      bytes.putDouble(each);
    }
    return bytes.array();
  }

  /**
   * What consumers got of a key.
   *
   * @throws MalformedContent if the bytes are nothing of that kind
   */
  public KeyModel model(String key, byte[] value) {
    ByteBuffer bytes = read(MODEL, MODEL_HEAD, value);
    int floats = bytes.getInt();
    long version = bytes.getLong();
    long step = bytes.getLong();
    long samples = bytes.getLong();
    return new KeyModel(key, version, step, samples, floats(bytes, floats), doubles(bytes));
  }

  /**
   * What the learner goes on with of a key.
   *
   * @throws MalformedContent if the bytes are nothing of that kind
   */
  public KeyState state(String key, byte[] value) {
    ByteBuffer bytes = read(STATE, STATE_HEAD, value);
    int floats = bytes.getInt();
    long version = bytes.getLong();
    return new KeyState(key, version, floats(bytes, floats), doubles(bytes));
  }

  /**
   * The version that the bytes of a state are of.
   *
   * @throws MalformedContent if they are no state's
   */
  public long versionOfState(byte[] value) {
    return read(STATE, STATE_HEAD, value).getLong(VERSION_AT);
  }

  private static ByteBuffer read(byte[] kind, int head, byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    boolean ours =
        value.length >= head && Arrays.equals(value, 0, kind.length, kind, 0, kind.length);
    long rest = ours ? value.length - head - (long) Float.BYTES * bytes.getInt(kind.length) : -1;
    if (rest < 0 || bytes.getInt(kind.length) < 0 || rest % Double.BYTES != 0) {
      throw new MalformedContent(
          "not a key's model: must begin with %s and be as long as it says: %d bytes"
              .formatted(new String(kind, US_ASCII), value.length));
    }
    return bytes.position(kind.length);
  }

  private static float[] floats(ByteBuffer bytes, int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = bytes.getFloat();
    }
    return floats;
  }

  private static double[] doubles(ByteBuffer bytes) {
    double[] doubles = new double[bytes.remaining() / Double.BYTES];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = bytes.getDouble();
    }
    return doubles;
  }
}
