package io.gradstream.pipeline.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;

/** A stream as the text in UTF-8 that it holds, told by its first bytes. */
public final class TextStream {
  private static final int BUFFER = 1 << 16;
  private static final int MARK_BYTES = 3;

  private TextStream() {}

  /**
   * The text, unpacked if gzip has packed it, and without a byte order mark.
   *
   * @throws IllegalArgumentException if it is in another encoding, in words that follow its name
   */
  static InputStream of(InputStream in) throws IOException {
    PushbackInputStream bytes = new PushbackInputStream(in, MARK_BYTES);
    byte[] first = peek(bytes);
    if (first.length >= 2 && first[0] == (byte) 0x1F && first[1] == (byte) 0x8B) {
      bytes = new PushbackInputStream(new GZIPInputStream(bytes, BUFFER), MARK_BYTES);
      first = peek(bytes);
    }
    requireUtf8(first);
    if (isMark(first)) {
      bytes.skipNBytes(MARK_BYTES);
    }
    return bytes;
  }

  private static byte[] peek(PushbackInputStream in) throws IOException {
    byte[] first = in.readNBytes(MARK_BYTES);
    in.unread(first);
    return first;
  }

  /** UTF-16 begins with a mark, or has a zero in one of its first two ASCII characters' bytes. */
  private static void requireUtf8(byte[] first) {
    boolean marked =
        first.length >= 2
            && ((first[0] == (byte) 0xFE && first[1] == (byte) 0xFF)
                || (first[0] == (byte) 0xFF && first[1] == (byte) 0xFE));
    boolean zero = first.length >= 2 && (first[0] == 0) != (first[1] == 0);
    if (marked || zero) {
      throw new IllegalArgumentException(
          "is written in UTF-16: write it in UTF-8, as iconv -f UTF-16 -t UTF-8 does");
    }
  }

  private static boolean isMark(byte[] first) {
    return first.length == MARK_BYTES
        && first[0] == (byte) 0xEF
        && first[1] == (byte) 0xBB
        && first[2] == (byte) 0xBF;
  }
}
