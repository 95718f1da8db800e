package io.gradstream.kafka.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.codec.KeyCodec;
import io.gradstream.codec.MalformedContent;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where on the topic of state the newest record of each key is, and the values of those that were
 * read last. A key takes 24 bytes, twice that at most, and is known by a hash of 64 bits: whoever
 * reads a record sees whether it is that key's. For any thread.
 */
public final class KeyIndex {
  private static final int FIRST_PLACES = 1024;

  private final KeyCodec codec = new KeyCodec();
  private final int mostValues;
  private final Map<String, byte[]> values = new LinkedHashMap<>();
  private long[] hashes = new long[FIRST_PLACES];
  private long[] offsets = new long[FIRST_PLACES];
  private long[] versions = new long[FIRST_PLACES]; // 0 where a place is free
  private int size;

  /**
   * An index of nothing.
   *
   * @param mostValues how many values are kept, of those that are read last
   */
  KeyIndex(int mostValues) {
    this.mostValues = mostValues;
  }

  /** Takes in a record that was read; what is damaged is no key's newest, and will be missed. */
  synchronized void accept(String key, long offset, byte @Nullable [] value) {
    values.remove(key);
    long version = versionOf(value);
    if (value == null || version < 1) {
      put(key, offset, Long.MIN_VALUE);
      return;
    }
    put(key, offset, version);
    values.put(key, value);
    if (values.size() > mostValues) {
      Iterator<String> oldest = values.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private long versionOf(byte @Nullable [] value) {
    try {
      return value == null ? 0 : codec.versionOfState(value);
    } catch (MalformedContent damaged) {
      return 0;
    }
  }

  /** A key's newest record is there, of this version. */
  public synchronized void put(String key, long offset, long version) {
    if (2 * (size + 1) > hashes.length) {
      grow();
    }
    long hash = hash(key);
    int place = placeOf(hash);
    size += versions[place] == 0 ? 1 : 0;
    hashes[place] = hash;
    offsets[place] = offset;
    versions[place] = version;
  }

  private void grow() {
    long[] oldHashes = hashes;
    long[] oldOffsets = offsets;
    long[] oldVersions = versions;
    hashes = new long[2 * oldHashes.length];
    offsets = new long[hashes.length];
    versions = new long[hashes.length];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldVersions[i] != 0) {
        int place = placeOf(oldHashes[i]);
        hashes[place] = oldHashes[i];
        offsets[place] = oldOffsets[i];
        versions[place] = oldVersions[i];
      }
    }
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

  /** Takes the value of a key that was read, if it is still here: it is forgotten then. */
  public synchronized byte @Nullable [] take(String key) {
    return values.remove(key);
  }

  /** Nothing is there any more. */
  public synchronized void clear() {
    values.clear();
    hashes = new long[FIRST_PLACES];
    offsets = new long[FIRST_PLACES];
    versions = new long[FIRST_PLACES];
    size = 0;
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
