package io.gradstream.learn.merge;

import java.util.ArrayDeque;
import java.util.Deque;

/** The newest rounds of a log that count, which tells what was learned beside the next. */
public final class NewestRounds {
  private static final int NUMBERS = 2;

  private final int most;
  private final Deque<long[]> rounds = new ArrayDeque<>();
  private boolean forgets;

  /** Remembers so many rounds. */
  public NewestRounds(int most) {
    this.most = most;
  }

  /** Forgets all of them, and whatever stands before a position of the log. */
  public void beginAt(long position) {
    rounds.clear();
    forgets = position > 0;
    if (forgets) {
      rounds.add(new long[] {position - 1, 0});
    }
  }

  /** A round of so many samples stands in the log there, behind all others. */
  public void add(long offset, long samples) {
    rounds.add(new long[] {offset, samples});
    if (rounds.size() > most) {
      rounds.remove();
      forgets = true;
    }
  }

  /** How many samples the rounds have that stand at this position or behind. */
  public long samplesSince(long base) {
    return rounds.stream().filter(round -> round[0] >= base).mapToLong(round -> round[1]).sum();
  }

  /** Whether more rounds than are remembered may stand at this position or behind. */
  public boolean isBeyond(long base) {
    return forgets && rounds.getFirst()[0] >= base;
  }

  /** Everything there is to restore. */
  public double[] state() {
    double[] state = new double[1 + NUMBERS * rounds.size()];
    state[0] = forgets ? 1 : 0;
    int at = 1;
    for (long[] round : rounds) {
      state[at++] = round[0];
      state[at++] = round[1];
    }
    return state;
  }

  /** Goes on from what {@link #state} gave. */
  public void restore(double[] state) {
    rounds.clear();
    for (int at = 1; at + 1 < state.length; at += NUMBERS) {
      rounds.add(new long[] {(long) state[at], (long) state[at + 1]});
    }
    forgets = state[0] > 0;
  }
}
