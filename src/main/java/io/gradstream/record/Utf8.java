package io.gradstream.record;

import io.gradstream.data.RejectedSample;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Finds what is not UTF-8. A JSON parser reads overlong forms and encoded surrogates without a
 * word, and two programs would then hash the same record to different columns. Not thread-safe.
 */
public final class Utf8 {
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** The length of the byte order mark that some programs put before UTF-8. */
  public static final int MARK_BYTES = 3;

  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final CharBuffer discarded = CharBuffer.allocate(1024);

  /** Whether bytes begin with UTF-8's byte order mark. */
  public static boolean startsWithMark(byte[] bytes) {
    return bytes.length >= MARK_BYTES
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF;
  }

  /**
   * Checks a record.
   *
   * @throws RejectedSample if it is not UTF-8
   */
  public void requireValid(byte[] record) throws RejectedSample {
    int invalid = firstInvalid(record, record.length);
    if (invalid >= 0) {
      throw new RejectedSample("not UTF-8: byte " + (invalid + 1));
    }
  }

  /** The index of the first of so many bytes that is not UTF-8, -1 if there is none. */
  public int firstInvalid(byte[] bytes, int length) {
    return isAscii(bytes, length) ? -1 : firstMalformed(ByteBuffer.wrap(bytes, 0, length));
  }

  private static boolean isAscii(byte[] bytes, int length) {
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      if (((long) LONGS.get(bytes, i) & HIGH_BITS) != 0) {
        return false;
      }
    }
    for (; i < length; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private int firstMalformed(ByteBuffer bytes) {
    decoder.reset();
    CoderResult result;
    do {
      discarded.clear();
      result = decoder.decode(bytes, discarded, true);
    } while (result.isOverflow());
    return result.isError() ? bytes.position() : -1;
  }
}
