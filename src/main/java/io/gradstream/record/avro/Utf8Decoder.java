package io.gradstream.record.avro;

import java.io.CharConversionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * A binary decoder of texts that are all UTF-8, which Avro's own takes for granted; those that are
 * skipped are not looked at. Not thread-safe.
 */
final class Utf8Decoder extends Decoder {
  private final io.gradstream.record.Utf8 utf8 = new io.gradstream.record.Utf8();
  private BinaryDecoder in = DecoderFactory.get().binaryDecoder(new byte[0], null);

  /** Begins with a record from a byte on. */
  void begin(byte[] record, int start) {
    in = DecoderFactory.get().binaryDecoder(record, start, record.length - start, in);
  }

  /** Whether nothing follows. */
  boolean isEnd() throws IOException {
    return in.isEnd();
  }

  /**
   * A text, or the name of a map's entry.
   *
   * @throws CharConversionException if it is not UTF-8
   */
  @Override
  public Utf8 readString(@Nullable Utf8 old) throws IOException {
    Utf8 text = in.readString(old);
    int invalid = utf8.firstInvalid(text.getBytes(), text.getByteLength());
    if (invalid >= 0) {
      throw new CharConversionException("not UTF-8: byte %d of a text".formatted(invalid + 1));
    }
    return text;
  }

  @Override
  public String readString() throws IOException {
    return readString(null).toString();
  }

  @Override
  public void skipString() throws IOException {
    in.skipString();
  }

  @Override
  public void readNull() throws IOException {
    in.readNull();
  }

  @Override
  public boolean readBoolean() throws IOException {
    return in.readBoolean();
  }

  @Override
  public int readInt() throws IOException {
    return in.readInt();
  }

  @Override
  public long readLong() throws IOException {
    return in.readLong();
  }

  @Override
  public float readFloat() throws IOException {
    return in.readFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return in.readDouble();
  }

  @Override
  public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
    return in.readBytes(old);
  }

  @Override
  public void skipBytes() throws IOException {
    in.skipBytes();
  }

  @Override
  public void readFixed(byte[] bytes, int start, int length) throws IOException {
    in.readFixed(bytes, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    in.skipFixed(length);
  }

  @Override
  public int readEnum() throws IOException {
    return in.readEnum();
  }

  @Override
  public long readArrayStart() throws IOException {
    return in.readArrayStart();
  }

  @Override
  public long arrayNext() throws IOException {
    return in.arrayNext();
  }

  @Override
  public long skipArray() throws IOException {
    return in.skipArray();
  }

  @Override
  public long readMapStart() throws IOException {
    return in.readMapStart();
  }

  @Override
  public long mapNext() throws IOException {
    return in.mapNext();
  }

  @Override
  public long skipMap() throws IOException {
    return in.skipMap();
  }

  @Override
  public int readIndex() throws IOException {
    return in.readIndex();
  }
}
