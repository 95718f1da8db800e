package io.gradstream.pipeline;

import java.util.ArrayList;
import java.util.List;

/** What has happened since the last publication: steps taken, records rejected, offsets passed. */
final class Stretch {
  /** A publication is due with this many dead letters in hand, whatever else has happened. */
  private static final int MANY_DEAD_LETTERS = Batch.MOST_REJECTED;

  private final PublishSettings settings;
  private final Positions positions = new Positions();
  private List<DeadLetter> deadLetters = new ArrayList<>();
  private long steps;
  private boolean changed;
  private boolean overdue;

  Stretch(PublishSettings settings) {
    this.settings = settings;
  }

  Positions positions() {
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

  /** Samples were passed over: the offsets behind them are news. */
  void passedOver() {
    changed = true;
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
    return changed && (overdue || steps >= settings.everySteps() || isCrowded());
  }

  /** Whether so much waits for a publication that reading must wait for it too. */
  boolean isCrowded() {
    return deadLetters.size() >= MANY_DEAD_LETTERS;
  }

  /** The dead letters of the stretch; a new stretch begins. */
  List<DeadLetter> end() {
    List<DeadLetter> letters = deadLetters;
    deadLetters = new ArrayList<>();
    steps = 0;
    changed = false;
    overdue = false;
    return letters;
  }
}
