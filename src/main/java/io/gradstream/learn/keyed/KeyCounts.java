package io.gradstream.learn.keyed;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many keys have a model, how many of the models are in memory, and how often one has left it
 * and come back. The thread that learns counts; any may read.
 */
public final class KeyCounts {
  // One thread alone writes: a plain read and an ordered write are an increment.
  private final AtomicLong keys = new AtomicLong();
  private final AtomicLong inMemory = new AtomicLong();
  private final AtomicLong evictions = new AtomicLong();
  private final AtomicLong reloads = new AtomicLong();

  /** Of no key yet. */
  public KeyCounts() {}

  /** How many keys have a model, wherever it is. */
  public long keys() {
    return keys.get();
  }

  /** How many models are in memory. */
  public long inMemory() {
    return inMemory.get();
  }

  /** How often a model has left memory since the learner began. */
  public long evictions() {
    return evictions.get();
  }

  /** How often a model has come to memory from where it was published. */
  public long reloads() {
    return reloads.get();
  }

  /** So many keys have a model. */
  public void keys(long count) {
    keys.lazySet(count);
  }

  /** So many models are in memory, once so many others have left it. */
  public void evicted(int gone, int left) {
    evictions.lazySet(evictions.get() + gone);
    inMemory.lazySet(left);
  }

  /** A model has come back. */
  public void reloaded() {
    reloads.lazySet(reloads.get() + 1);
  }
}
