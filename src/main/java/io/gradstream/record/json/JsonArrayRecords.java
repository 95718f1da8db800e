package io.gradstream.record.json;

import io.gradstream.record.RecordBuffer;
import io.gradstream.record.RecordReader;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a JSON array as records, found by their brackets and quotes alone: what is wrong
 * within one is for its decoder to say. What follows the array is one more record, and so is the
 * opening bracket of an array that ends behind a whole element: a decoder says of it what is wrong.
 */
final class JsonArrayRecords implements RecordReader {
  private final RecordBuffer buffer;

  /** How far the bytes have been looked at, counted from the buffer's start. */
  private int looked;

  /** Behind the element at hand, counted from the buffer's start; -1 while that is not known. */
  private int found = -1;

  private int depth;
  private boolean begun;
  private boolean inString;
  private boolean escaped;
  private boolean closed;

  /** The elements of the array whose opening bracket the buffer begins with. */
  JsonArrayRecords(RecordBuffer buffer) {
    this.buffer = buffer;
    buffer.startAt(buffer.start() + 1);
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    int end = findEnd();
    while (end < 0 && readOn()) {
      end = findEnd();
    }
    if (end >= 0) {
      return element(end);
    }
    return begun ? lastElement() : unclosed();
  }

  private boolean readOn() throws IOException {
    if (buffer.dropIfTooLong()) {
      looked = 1;
    }
    return buffer.fill();
  }

  /** What the stream ends within; that the array is cut is seen of it where it is cut itself. */
  private byte[] lastElement() {
    closed |= depth > 0 || inString;
    return element(buffer.end());
  }

  private byte @Nullable [] unclosed() {
    if (closed) {
      return null;
    }
    closed = true;
    return new byte[] {'['};
  }

  @Override
  public boolean hasReadAhead() {
    return findEnd() >= 0;
  }

  /** Behind the element at hand, -1 if it goes on behind the buffer's end. */
  private int findEnd() {
    if (found < 0) {
      int end = look();
      found = end < 0 ? -1 : end - buffer.start();
    }
    return found < 0 ? -1 : buffer.start() + found;
  }

  private int look() {
    byte[] bytes = buffer.bytes();
    int end = buffer.end();
    for (int at = buffer.start() + looked; at < end; at++) {
      byte b = bytes[at];
      if (!begun && !begins(b, at)) {
        continue;
      }
      int behind = inString ? inString(b, at) : outside(b, at);
      if (behind >= 0) {
        return behind;
      }
    }
    looked = end - buffer.start();
    return -1;
  }

  /** Passes over what is between two elements. */
  private boolean begins(byte b, int at) {
    boolean between = isBlank(b) || (!closed && (b == ',' || b == ']'));
    closed |= between && b == ']';
    begun = !between;
    if (between) {
      buffer.startAt(at + 1);
      looked = 0;
    }
    return begun;
  }

  private int inString(byte b, int at) {
    if (escaped) {
      escaped = false;
    } else if (b == '\\') {
      escaped = true;
    } else if (b == '"') {
      inString = false;
      return depth == 0 ? at + 1 : -1;
    }
    return -1;
  }

  private int outside(byte b, int at) {
    if (closed) {
      return -1;
    }
    if (depth == 0 && (b == ',' || b == ']' || isBlank(b))) {
      return at;
    }
    if (b == '"') {
      inString = true;
    } else if (b == '{' || b == '[') {
      depth++;
    } else if (depth > 0 && (b == '}' || b == ']')) {
      depth--;
      return depth == 0 ? at + 1 : -1;
    }
    return -1;
  }

  private byte[] element(int end) {
    byte[] record = Arrays.copyOfRange(buffer.bytes(), buffer.start(), end);
    buffer.startAt(end);
    looked = 0;
    found = -1;
    depth = 0;
    begun = false;
    inString = false;
    escaped = false;
    buffer.requireWhole(record);
    return record;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  @Override
  public void close() throws IOException {
    buffer.close();
  }
}
