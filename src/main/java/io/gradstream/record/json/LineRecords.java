package io.gradstream.record.json;

import io.gradstream.record.RecordBuffer;
import io.gradstream.record.SplitRecords;

/** A record a line, which ends with {@code \n} or {@code \r\n}. */
final class LineRecords extends SplitRecords {
  LineRecords(RecordBuffer buffer) {
    super(buffer);
  }

  @Override
  protected int findEnd(byte[] bytes, int from, int end) {
    return JsonBytes.indexOf('\n', bytes, from, end);
  }
}
