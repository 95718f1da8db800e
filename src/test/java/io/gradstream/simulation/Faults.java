package io.gradstream.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What goes wrong in a run, and how often it did. A run has some of the kinds and not others, so
 * that there are runs in which a rare kind is frequent; and after a while nothing goes wrong any
 * more, so that every run can come to its end.
 */
final class Faults {
  private static final long UNTIL_NS = TimeUnit.MINUTES.toNanos(2);
  private static final int MOST = 12;

  private final World world;
  private final double probability;
  private final boolean[] enabled = new boolean[Fault.values().length];
  private final Map<Fault, Integer> met = new EnumMap<>(Fault.class);
  private int count;

  Faults(World world) {
    this.world = world;
    this.probability = world.happens(0.05) ? 0 : 0.001 * (1 << world.between(0, 5));
    for (int i = 0; i < enabled.length; i++) {
      enabled[i] = world.happens(0.5);
    }
  }

  /** Whether one happens where it may, so many times as often as usual. */
  boolean happens(Fault fault, double weight) {
    if (!enabled[fault.ordinal()] || isOver() || !world.happens(probability * weight)) {
      return false;
    }
    meet(fault);
    return true;
  }

  private boolean isOver() {
    return count >= MOST || world.nowNs() > UNTIL_NS;
  }

  /** One has happened. */
  void meet(Fault fault) {
    count++;
    met.merge(fault, 1, Integer::sum);
    world.tell("fault", fault.toString());
  }

  /** How often each has happened. */
  Map<Fault, Integer> met() {
    return met;
  }
}
