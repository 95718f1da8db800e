package io.gradstream.kafka.input;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/** The keys of samples, which nobody looks at: however long they are, they take no memory. */
public final class UnreadKeys implements Deserializer<byte[]> {
  private static final byte[] NOTHING = {};

  @Override
  public byte[] deserialize(String topic, byte[] key) {
    return NOTHING;
  }

  @Override
  public byte[] deserialize(String topic, Headers headers, ByteBuffer key) {
    return NOTHING;
  }
}
