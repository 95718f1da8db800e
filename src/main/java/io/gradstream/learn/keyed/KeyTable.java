package io.gradstream.learn.keyed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The states of the keys that were seen last, each in a slot of its own: two arrays that are used
 * again by another key once theirs has gone. Not thread-safe; in the steady state it allocates
 * nothing.
 *
 * <p>All slots are in one list by when they were last touched. Between two calls of {@link
 * #drained} is an epoch, and as the list is by time, those of an epoch are together: those that
 * have changed since the last version are at its head, those whose version is public at its tail.
 * So a key may go exactly if the oldest may, and nothing has to be looked for.
 */
public final class KeyTable {
  private static final int NONE = -1;
  private static final int FIRST_SLOTS = 64;

  private final int most;
  private final int floatCount;
  private final int doubleCount;
  private byte[][] keys = new byte[FIRST_SLOTS][];
  private float[][] floats = new float[FIRST_SLOTS][];
  private double[][] doubles = new double[FIRST_SLOTS][];
  private int[] hashes = new int[FIRST_SLOTS];
  private long[] epochs = new long[FIRST_SLOTS];
  private int[] newer = new int[FIRST_SLOTS];
  private int[] older = new int[FIRST_SLOTS];
  private int[] free = new int[FIRST_SLOTS];
  private int[] places = new int[4 * FIRST_SLOTS]; // a slot plus 1, or 0
  private int freeCount;
  private int used;
  private int size;
  private int newest = NONE;
  private int oldest = NONE;
  private long epoch;
  private long publishedEpochs;

  /**
   * An empty table.
   *
   * @param most how many keys it has where older ones may go
   * @param floatCount numbers of a state in float32
   * @param doubleCount numbers of a state in float64
   */
  public KeyTable(int most, int floatCount, int doubleCount) {
    this.most = most;
    this.floatCount = floatCount;
    this.doubleCount = doubleCount;
  }

  /** The slot of a key; negative if it has none. */
  public int find(byte[] utf8, int from, int length) {
    int hash = hash(utf8, from, length);
    int place = hash & (places.length - 1);
    while (places[place] != 0) {
      int slot = places[place] - 1;
      if (hashes[slot] == hash
          && Arrays.equals(keys[slot], 0, keys[slot].length, utf8, from, from + length)) {
        return slot;
      }
      place = (place + 1) & (places.length - 1);
    }
    return NONE;
  }

  /** Gives a key that has none a slot, whose arrays have what they had; it has been touched. */
  public int add(byte[] utf8, int from, int length) {
    if (2 * (size + 1) > places.length) {
      rehash(2 * places.length);
    }
    int slot = freeCount > 0 ? free[--freeCount] : unused();
    keys[slot] = Arrays.copyOfRange(utf8, from, from + length);
    hashes[slot] = hash(utf8, from, length);
    place(slot);
    size++;
    link(slot);
    return slot;
  }

  private int unused() {
    if (used == keys.length) {
      grow(2 * used);
    }
    int slot = used++;
    floats[slot] = new float[floatCount];
    doubles[slot] = new double[doubleCount];
    return slot;
  }

  private void grow(int length) {
    keys = Arrays.copyOf(keys, length);
    floats = Arrays.copyOf(floats, length);
    doubles = Arrays.copyOf(doubles, length);
    hashes = Arrays.copyOf(hashes, length);
    epochs = Arrays.copyOf(epochs, length);
    newer = Arrays.copyOf(newer, length);
    older = Arrays.copyOf(older, length);
    free = Arrays.copyOf(free, length);
  }

  private void rehash(int length) {
    places = new int[length];
    for (int slot = oldest; slot != NONE; slot = newer[slot]) {
      place(slot);
    }
  }

  private void place(int slot) {
    int place = hashes[slot] & (places.length - 1);
    while (places[place] != 0) {
      place = (place + 1) & (places.length - 1);
    }
    places[place] = slot + 1;
  }

  /** A key's state is being changed: it is the newest now. */
  public void touch(int slot) {
    if (slot != newest) {
      unlink(slot);
      link(slot);
    }
    epochs[slot] = epoch;
  }

  private void link(int slot) {
    older[slot] = newest;
    newer[slot] = NONE;
    if (newest == NONE) {
      oldest = slot;
    } else {
      newer[newest] = slot;
    }
    newest = slot;
    epochs[slot] = epoch;
  }

  private void unlink(int slot) {
    int before = older[slot];
    int behind = newer[slot];
    if (before == NONE) {
      oldest = behind;
    } else {
      newer[before] = behind;
    }
    if (behind == NONE) {
      newest = before;
    } else {
      older[behind] = before;
    }
  }

  /** A key's numbers in float32; shared. */
  public float[] floats(int slot) {
    return floats[slot];
  }

  /** A key's numbers in float64; shared. */
  public double[] doubles(int slot) {
    return doubles[slot];
  }

  /** A key as text. */
  public String key(int slot) {
    return new String(keys[slot], UTF_8);
  }

  /** How many slots there are, in use or not: each is below. */
  public int slots() {
    return keys.length;
  }

  /** How many keys it has. */
  public int size() {
    return size;
  }

  /**
   * Has the oldest keys go that are too many, as far as what changed of them is public.
   *
   * @return how many went
   */
  public int evict() {
    int before = size;
    while (size > most && epochs[oldest] < publishedEpochs) {
      remove(oldest);
    }
    return before - size;
  }

  /** Whether there are more keys than there should be. */
  public boolean isOverfull() {
    return size > most;
  }

  private void remove(int slot) {
    unlink(slot);
    removePlace(slot);
    free[freeCount++] = slot;
    size--;
  }

  /** Moves what comes behind a place up to it, unless it would stand before where it belongs. */
  private void removePlace(int slot) {
    int mask = places.length - 1;
    int hole = hashes[slot] & mask;
    while (places[hole] != slot + 1) {
      hole = (hole + 1) & mask;
    }
    int next = (hole + 1) & mask;
    while (places[next] != 0) {
      int wanted = hashes[places[next] - 1] & mask;
      if (((next - wanted) & mask) >= ((next - hole) & mask)) {
        places[hole] = places[next];
        hole = next;
      }
      next = (next + 1) & mask;
    }
    places[hole] = 0;
  }

  /** Gives the slots of the keys that were touched since {@link #drained}, the newest first. */
  public void changed(IntConsumer slots) {
    for (int slot = newest; slot != NONE && epochs[slot] == epoch; slot = older[slot]) {
      slots.accept(slot);
    }
  }

  /** A version has taken what {@link #changed} gave. */
  public void drained() {
    epoch++;
  }

  /** All versions that were taken are public. */
  public void published() {
    publishedEpochs = epoch;
  }

  /** Has those keys go of which something has changed that is not public. */
  public void forgetUnpublished() {
    while (newest != NONE && epochs[newest] >= publishedEpochs) {
      remove(newest);
    }
  }

  /** Has all keys go. */
  public void clear() {
    while (newest != NONE) {
      remove(newest);
    }
  }

  /** Nothing of what there is is public any more: all of it has changed. */
  public void takeBack() {
    for (int slot = oldest; slot != NONE; slot = newer[slot]) {
      epochs[slot] = epoch;
    }
  }

  /** FNV-1a (Fowler, Noll, Vo), its bits mixed once more as MurmurHash3 does (Appleby). */
  private static int hash(byte[] utf8, int from, int length) {
    int hash = 0x811C9DC5;
    for (int i = from; i < from + length; i++) {
      hash = (hash ^ utf8[i]) * 0x01000193;
    }
    hash = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
    hash = (hash ^ (hash >>> 13)) * 0xC2B2AE35;
    return hash ^ (hash >>> 16);
  }
}
