package io.gradstream.replica;

import io.gradstream.codec.block.AssembledVersion;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Two versions in turn: threads predict by the one, while the next is loaded into the other. Who
 * predicts never waits; who loads waits until the last thread has left what was newest before,
 * which takes as long as a prediction.
 */
final class Slots {
  /** A prediction takes microseconds; where its thread has to wait for a processor, far longer. */
  private static final long FIRST_WAIT_NS = TimeUnit.MICROSECONDS.toNanos(50);

  private static final long LONGEST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(2);

  /** Of threads that are gone, nothing is left to wait for. */
  private final List<WeakReference<Lane>> lanes = new CopyOnWriteArrayList<>();

  // The loading thread's own, but for what is published by newest.
  private @Nullable Slot first;
  private @Nullable Slot second;
  private volatile @Nullable Slot newest;

  /** From here on nothing is loaded that this lane looks at. */
  void add(Lane lane) {
    lanes.removeIf(each -> each.refersTo(null));
    lanes.add(new WeakReference<>(lane));
  }

  /** Whether there is a version. */
  boolean hasVersion() {
    return newest != null;
  }

  /** What to predict by now, once there is something. */
  Slot newest() {
    return Objects.requireNonNull(newest);
  }

  /** Which of the two it is. */
  int indexOf(Slot slot) {
    return slot == first ? 0 : 1;
  }

  /**
   * Loads a version and makes it the newest. By one thread alone.
   *
   * @throws IllegalArgumentException if it cannot be predicted with; the one before stays then
   */
  void load(AssembledVersion version) {
    if (first == null) {
      first = new Slot(version);
      newest = first;
    } else if (second == null) {
      second = new Slot(version);
      newest = second;
    } else {
      Slot other = newest == first ? second : first;
      awaitLeft(other);
      other.load(version);
      newest = other;
    }
  }

  private void awaitLeft(Slot slot) {
    for (WeakReference<Lane> each : lanes) {
      Lane lane = each.get();
      long wait = FIRST_WAIT_NS;
      while (lane != null && lane.looksAt(slot)) {
        LockSupport.parkNanos(wait);
        wait = Math.min(2 * wait, LONGEST_WAIT_NS);
      }
    }
  }
}
