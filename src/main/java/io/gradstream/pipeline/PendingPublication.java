package io.gradstream.pipeline;

import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.pipeline.batch.HeldDeadLetters;
import io.gradstream.pipeline.batch.ReadPositions;
import java.util.List;

/** What has happened since the last publication: steps taken, records rejected, offsets passed. */
final class PendingPublication {
  private final PublishSettings settings;
  private final ReadPositions positions = new ReadPositions();
  private final HeldDeadLetters deadLetters = new HeldDeadLetters();
  private long steps;
  private boolean changed;
  private boolean overdue;
  private boolean here;

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

  /** Something other than a sample has changed the model. */
  void changed() {
    changed = true;
  }

  /** Records were passed over, or were gone: the offsets behind them are news. */
  void passedOver() {
    changed = true;
  }

  /** A version is wanted, whatever has happened. */
  void wanted() {
    changed = true;
    overdue = true;
  }

  /** A version is wanted of this very point: nothing is learned before it is taken. */
  void wantedHere() {
    wanted();
    here = true;
  }

  /** A publication has not come about: its dead letters go with the next. */
  void takeBack(List<DeadLetter> letters) {
    List<DeadLetter> since = deadLetters.drain();
    deadLetters.addAll(letters);
    deadLetters.addAll(since);
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
    return deadLetters.isFull();
  }

  /** Whether a version is wanted of this very point. */
  boolean isHere() {
    return here;
  }

  /** Its dead letters; from now on the next publication is pending. */
  List<DeadLetter> drain() {
    steps = 0;
    changed = false;
    overdue = false;
    here = false;
    return deadLetters.drain();
  }
}
