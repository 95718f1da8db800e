package io.gradstream.record.json;

import io.gradstream.data.SampleLimits;
import io.gradstream.record.RecordBuffer;
import io.gradstream.record.RecordFraming;
import io.gradstream.record.RecordReader;
import java.io.IOException;
import java.io.InputStream;

/** A JSON value a line; or the elements of an array, where a stream begins with one. */
final class JsonFraming implements RecordFraming {
  private final SampleLimits limits;

  /** Values of records within limits. */
  JsonFraming(SampleLimits limits) {
    this.limits = limits;
  }

  @Override
  public RecordReader read(InputStream in) throws IOException {
    RecordBuffer buffer = new RecordBuffer(in, limits);
    return begin(buffer) == '[' ? new JsonArrayRecords(buffer) : new LineRecords(buffer);
  }

  /** The first character that is not blank, 0 if there is none; the buffer begins with it. */
  private static byte begin(RecordBuffer buffer) throws IOException {
    do {
      for (int at = buffer.start(); at < buffer.end(); at++) {
        if (buffer.bytes()[at] > ' ' || buffer.bytes()[at] < 0) {
          buffer.startAt(at);
          return buffer.bytes()[at];
        }
      }
      buffer.startAt(buffer.end());
    } while (buffer.fill());
    return 0;
  }
}
