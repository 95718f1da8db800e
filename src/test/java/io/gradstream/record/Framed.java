package io.gradstream.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Files of records, read a few bytes at a time. */
public final class Framed {
  private Framed() {}

  /** All records, in a stream that gives so many bytes at a time. */
  public static List<String> records(RecordFraming framing, String text, int atATime)
      throws IOException {
    List<String> records = new ArrayList<>();
    try (RecordReader reader = framing.read(new Trickle(text, atATime))) {
      byte[] record = reader.next();
      while (record != null) {
        records.add(new String(record, StandardCharsets.UTF_8));
        boolean ahead = reader.hasReadAhead();
        record = reader.next();
        assertThat(ahead && record == null).isFalse();
      }
    }
    return records;
  }

  private static final class Trickle extends ByteArrayInputStream {
    private final int atATime;

    Trickle(String text, int atATime) {
      super(text.getBytes(StandardCharsets.UTF_8));
      this.atATime = atATime;
    }

    @Override
    public synchronized int read(byte[] into, int from, int length) {
      return super.read(into, from, Math.min(length, atATime));
    }
  }
}
