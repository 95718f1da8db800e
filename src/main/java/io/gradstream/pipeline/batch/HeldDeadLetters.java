package io.gradstream.pipeline.batch;

import java.util.ArrayList;
import java.util.List;

/**
 * Dead letters in hand, which are full by their number or by their bytes: a few hundred large
 * records weigh as much as all the memory there is.
 */
public final class HeldDeadLetters {
  /** Full with this many, however small they are. */
  public static final int MOST = 1000;

  /** Full with this many bytes, however few they are in. */
  public static final long MOST_BYTES = 8 << 20;

  private List<DeadLetter> letters = new ArrayList<>();
  private long bytes;

  void add(DeadLetter letter) {
    letters.add(letter);
    bytes += letter.bytes();
  }

  /** Holds these too. */
  public void addAll(List<DeadLetter> more) {
    more.forEach(this::add);
  }

  /** In the order they were added, shared. */
  List<DeadLetter> list() {
    return letters;
  }

  boolean isEmpty() {
    return letters.isEmpty();
  }

  /** Whether no more should be held before these are published. */
  public boolean isFull() {
    return letters.size() >= MOST || bytes >= MOST_BYTES;
  }

  /** Gives them away, to hold others. */
  public List<DeadLetter> drain() {
    List<DeadLetter> drained = letters;
    letters = new ArrayList<>();
    bytes = 0;
    return drained;
  }

  void clear() {
    letters.clear();
    bytes = 0;
  }
}
