package io.gradstream.pipeline.simulate;

/** What several share and use one after the other, or as many at a time as it has places. */
final class SharedResource {
  private final long[] freeNs;
  private final double slowdown;
  private long busyNs;

  /** A resource that one can use at a time. */
  SharedResource() {
    this(new SharedProcessors(1, 1));
  }

  /** Processors, of which each does one piece of work at a time. */
  SharedResource(SharedProcessors processors) {
    this.freeNs = new long[processors.count()];
    this.slowdown = processors.slowdown();
  }

  /**
   * Uses it, as soon as those before are done; uses are asked for in the order of time.
   *
   * @param fromNs when it is wanted
   * @param lengthNs for how long, where nobody else uses another place of it
   * @return when that is over
   */
  long use(long fromNs, long lengthNs) {
    int place = firstFree();
    long beganNs = Math.max(fromNs, freeNs[place]);
    long tookNs = Math.round(lengthNs * (1 + (slowdown - 1) * othersInUse(beganNs)));
    freeNs[place] = beganNs + tookNs;
    busyNs += tookNs;
    return freeNs[place];
  }

  /** Of all places but one, the share that is in use at a time at which one begins to be. */
  private double othersInUse(long atNs) {
    int used = 0;
    for (long free : freeNs) {
      used += free > atNs ? 1 : 0;
    }
    return used / Math.max(1.0, freeNs.length - 1);
  }

  private int firstFree() {
    int first = 0;
    for (int place = 1; place < freeNs.length; place++) {
      first = freeNs[place] < freeNs[first] ? place : first;
    }
    return first;
  }

  /** Its share of some time that it was used. */
  double share(long ofNs) {
    return ofNs == 0 ? 0 : busyNs / ((double) ofNs * freeNs.length);
  }
}
