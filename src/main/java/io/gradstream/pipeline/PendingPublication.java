package io.gradstream.pipeline;

import java.util.ArrayList;
import java.util.List;

/** What has happened since the last publication: steps taken, records rejected, offsets passed. */
final class PendingPublication {
  /** A publication is due with this many dead letters in hand, whatever else has happened. */
  private static final int MANY_DEAD_LETTERS = Batch.MOST_REJECTED;

  private final PublishSettings settings;
  private final ReadPositions positions = new ReadPositions();
  private List<DeadLetter> deadLetters = new ArrayList<>();
  private long steps;
  private boolean changed;
  private boolean overdue;

  PendingPublication(PublishSettings settings) {
    this.settings = settings;
  }

  ReadPositions positions() {
    return positions;
  }

  void stepped() {
    steps++;
    changed = true;
  }

  void rejected(List<DeadLetter> letters) {
    deadLetters.addAll(letters);
    changed = true;
  }

  /** Samples were passed over, or were gone: the offsets behind them are news. */
  void passedOver() {
    changed = true;
  }

  /** A version is wanted, whatever has happened. */
  void wanted() {
    changed = true;
    overdue = true;
  }

  /** A publication has not come about: its dead letters go with the next. */
  void takeBack(List<DeadLetter> letters) {
    List<DeadLetter> all = new ArrayList<>(letters);
    all.addAll(deadLetters);
    deadLetters = all;
    wanted();
  }

  /** The interval has passed: whatever changed is due. */
  void intervalPassed() {
    overdue = changed;
  }

  boolean hasChanged() {
    return changed;
  }

  /** Whether a version should go as soon as it can. */
  boolean isDue() {
    return changed && (overdue || steps >= settings.everySteps() || isFull());
  }

  /** Whether so much waits for a publication that reading must wait for it too. */
  boolean isFull() {
    return deadLetters.size() >= MANY_DEAD_LETTERS;
  }

  /** Its dead letters; from now on the next publication is pending. */
  List<DeadLetter> drain() {
    List<DeadLetter> letters = deadLetters;
    deadLetters = new ArrayList<>();
    steps = 0;
    changed = false;
    overdue = false;
    return letters;
  }
}
