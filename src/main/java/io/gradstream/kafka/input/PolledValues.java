package io.gradstream.kafka.input;

import io.gradstream.record.OversizeRecord;
import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The values of samples as a consumer takes them in, no more bytes a poll than there is room for: a
 * packed batch of a few kilobytes may hold a gigabyte. Of a value that is too large for a sample
 * only the beginning is taken; its size is told by {@code ConsumerRecord.serializedValueSize()}.
 *
 * <p>Kafka unpacks a batch record by record, and asks here for each. Where a poll is full it is
 * refused with a {@link SerializationException}: the records before it are what the poll returns,
 * and the next poll asks for the same record once more. Kafka takes each refusal for an error worth
 * logging, so its logger {@code o.a.k.clients.consumer.internals.CompletedFetch} is to be off.
 *
 * <p>For the poll thread.
 */
public final class PolledValues implements Deserializer<byte[]> {
  /** What a poll hands over at most, but for the record that goes beyond it. */
  static final int MOST_BYTES = 4 << 20;

  /** What a record takes beside its value: so many empty ones are full, too. */
  private static final int RECORD_BYTES = 100;

  private static final Full FULL = new Full();

  private final int largest;
  private long bytes;

  /** Values of at most so many bytes. */
  public PolledValues(int largest) {
    this.largest = largest;
  }

  /** Makes room for a poll. */
  public void beginPoll() {
    bytes = 0;
  }

  @Override
  public byte[] deserialize(String topic, byte[] value) {
    return taken(ByteBuffer.wrap(value));
  }

  @Override
  public byte[] deserialize(String topic, Headers headers, ByteBuffer value) {
    if (bytes >= MOST_BYTES) {
      throw FULL;
    }
    bytes += RECORD_BYTES;
    for (Header header : headers.toArray()) {
      bytes += RECORD_BYTES + header.key().length() + sizeOf(header);
    }
    return taken(value);
  }

  private static int sizeOf(Header header) {
    byte[] value = header.value();
    return value == null ? 0 : value.length;
  }

  /** The buffer's position stays where it is, for Kafka takes the size from it behind us. */
  private byte[] taken(ByteBuffer value) {
    int size = value.remaining();
    byte[] taken =
        new byte[size <= largest ? size : Math.min(size, OversizeRecord.BEGINNING_BYTES)];
    value.get(value.position(), taken);
    bytes += taken.length;
    return taken;
  }

  /** Not an error: thrown for each poll that is full. */
  private static final class Full extends SerializationException {
    private static final long serialVersionUID = 1L;

    Full() {
      super("the poll is full");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
