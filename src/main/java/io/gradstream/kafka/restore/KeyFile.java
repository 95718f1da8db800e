package io.gradstream.kafka.restore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the topic has of keys once more in a file without a name, in slots of one size, from which
 * it comes back in microseconds. Nothing is lost with it: where there can be no file, or none any
 * more, it has nothing. Not thread-safe.
 */
final class KeyFile implements AutoCloseable {
  /** What has no slot. */
  static final int NONE = -1;

  private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);

  private @Nullable FileChannel file;
  private int slotBytes;
  private int used;
  private boolean isGivenUp;

  /** Without a file until something is written. */
  KeyFile() {}

  /**
   * Writes a value.
   *
   * @param slot that it had before, or {@link #NONE}
   * @param mark that it is found with again
   * @return the slot that it has now; {@link #NONE} if it is not kept
   */
  int write(int slot, int mark, byte[] value) {
    int bytes = Integer.BYTES + value.length;
    if (isGivenUp || (used > 0 && bytes != slotBytes)) {
      return NONE;
    }
    slotBytes = bytes;
    int place = slot == NONE ? used : slot;
    try {
      write(place, ByteBuffer.allocate(bytes).putInt(mark).put(value).flip());
      used = Math.max(used, place + 1);
      return place;
    } catch (IOException full) {
      giveUp(full);
      return NONE;
    }
  }

  private void write(int place, ByteBuffer bytes) throws IOException {
    long at = (long) place * slotBytes;
    while (bytes.hasRemaining()) {
      at += open().write(bytes, at);
    }
  }

  /** What a slot has; null if it is not of this mark, or there is no file any more. */
  byte @Nullable [] read(int slot, int mark) {
    if (isGivenUp) {
      return null;
    }
    try {
      ByteBuffer bytes = read(slot);
      if (bytes.getInt() != mark) {
        return null;
      }
      byte[] value = new byte[bytes.remaining()];
      bytes.get(value);
      return value;
    } catch (IOException broken) {
      giveUp(broken);
      return null;
    }
  }

  private ByteBuffer read(int slot) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(slotBytes);
    long at = (long) slot * slotBytes;
    while (bytes.hasRemaining()) {
      if (open().read(bytes, at + bytes.position()) < 0) {
        throw new IOException("it ends before slot " + slot);
      }
    }
    return bytes.flip();
  }

  /**
   * The file, whose name is gone at once where the system lets it: no process leaves one behind.
   */
  private FileChannel open() throws IOException {
    FileChannel open = file;
    if (open == null) {
      Path path = Files.createTempFile("gradstream-keys-", ".bin");
      open =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      Files.deleteIfExists(path);
      file = open;
    }
    return open;
  }

  private void giveUp(IOException failure) {
    LOG.warn(
        "models of keys that are not in memory come from the topic of state, a millisecond each, for"
            + " there is no file for them in {}: {}",
        System.getProperty("java.io.tmpdir"),
        failure.toString());
    isGivenUp = true;
    close();
  }

  /** The file is gone, and with it all that it had. */
  @Override
  public void close() {
    FileChannel open = file;
    file = null;
    used = 0;
    if (open != null) {
      try {
        open.close();
      } catch (IOException unclosed) {
        LOG.debug("the file of keys was not closed", unclosed);
      }
    }
  }
}
