package io.gradstream.kafka.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.codec.KeyCodec;
import io.gradstream.codec.MalformedContent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where on the topic of state the newest record of each key is, and its value in a file beside. A
 * key takes 28 bytes, twice that at most, and is known by a hash of 64 bits: whoever reads a record
 * sees whether it is that key's. For any thread.
 */
public final class KeyIndex implements AutoCloseable {
  private static final int FIRST_PLACES = 1024;

  private final KeyCodec codec = new KeyCodec();
  private final boolean keepsValues;
  private final KeyFile file = new KeyFile();
  private long[] hashes = new long[FIRST_PLACES];
  private long[] offsets = new long[FIRST_PLACES];
  private long[] versions = new long[FIRST_PLACES]; // 0 where a place is free
  private int[] slots = new int[FIRST_PLACES]; // of the file, plus 1; 0 where it has no value
  private int size;

  /**
   * An index of nothing.
   *
   * @param keepsValues whether what was read of a key is at hand, too
   */
  KeyIndex(boolean keepsValues) {
    this.keepsValues = keepsValues;
  }

  /** Takes in a record that was read; what is damaged is no key's newest, and will be missed. */
  synchronized void accept(String key, long offset, byte @Nullable [] value) {
    long version = versionOf(value);
    if (value == null || version < 1) {
      slots[putAt(key, offset, Long.MIN_VALUE)] = 0;
    } else {
      put(key, offset, version, value);
    }
  }

  private long versionOf(byte @Nullable [] value) {
    try {
      return value == null ? 0 : codec.versionOfState(value);
    } catch (MalformedContent damaged) {
      return 0;
    }
  }

  /** A key's newest record is there, of this version and with this value. */
  public synchronized void put(String key, long offset, long version, byte[] value) {
    int place = putAt(key, offset, version);
    slots[place] = keepsValues ? 1 + file.write(slots[place] - 1, key.hashCode(), value) : 0;
  }

  private int putAt(String key, long offset, long version) {
    if (2 * (size + 1) > hashes.length) {
      grow();
    }
    long hash = hash(key);
    int place = placeOf(hash);
    size += versions[place] == 0 ? 1 : 0;
    hashes[place] = hash;
    offsets[place] = offset;
    versions[place] = version;
    return place;
  }

  private void grow() {
    long[] oldHashes = hashes;
    long[] oldOffsets = offsets;
    long[] oldVersions = versions;
    int[] oldSlots = slots;
    makeRoom(2 * oldHashes.length);
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldVersions[i] != 0) {
        int place = placeOf(oldHashes[i]);
        hashes[place] = oldHashes[i];
        offsets[place] = oldOffsets[i];
        versions[place] = oldVersions[i];
        slots[place] = oldSlots[i];
      }
    }
  }

  private void makeRoom(int places) {
    hashes = new long[places];
    offsets = new long[places];
    versions = new long[places];
    slots = new int[places];
  }

  private int placeOf(long hash) {
    int place = (int) hash & (hashes.length - 1);
    while (versions[place] != 0 && hashes[place] != hash) {
      place = (place + 1) & (hashes.length - 1);
    }
    return place;
  }

  /** The offset of a key's newest record, unless it is older than a version; else negative. */
  public synchronized long offset(String key, long since) {
    int place = placeOf(hash(key));
    return versions[place] >= since && versions[place] > 0 ? offsets[place] : -1;
  }

  /**
   * The value of a key's newest record, if it is at hand; not another's that has the same place,
   * for it has another hash of 32 bits besides.
   */
  public synchronized byte @Nullable [] value(String key) {
    int place = placeOf(hash(key));
    return slots[place] == 0 ? null : file.read(slots[place] - 1, key.hashCode());
  }

  /** Nothing is there any more. */
  public synchronized void clear() {
    file.close();
    makeRoom(FIRST_PLACES);
    size = 0;
  }

  /** No value is at hand any more. */
  @Override
  public synchronized void close() {
    file.close();
    Arrays.fill(slots, 0);
  }

  /** Whether it has anything. */
  synchronized boolean isEmpty() {
    return size == 0;
  }

  /**
   * Why the topic has not exactly the keys of a version; null if it has.
   *
   * @param since the first version of the learner's life
   * @param version the newest
   * @param keys how many there are
   */
  public synchronized @Nullable String fault(long since, long version, long keys) {
    long found = 0;
    for (long each : versions) {
      found += each >= since && each > 0 ? 1 : 0;
      if (each > version) {
        return "it has keys of version %d".formatted(each);
      }
    }
    return found == keys ? null : "it has %d of its %d keys".formatted(found, keys);
  }

  /** FNV-1a of 64 bits, mixed as SplittableRandom mixes. */
  private static long hash(String key) {
    long hash = 0xCBF29CE484222325L;
    for (byte each : key.getBytes(UTF_8)) {
      hash = (hash ^ each) * 0x100000001B3L;
    }
    hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
    return hash ^ (hash >>> 31);
  }
}
