package io.gradstream.pipeline.simulate;

/** What several share and use one after the other, or as many at a time as it has places. */
final class SharedResource {
  private final long[] freeNs;
  private long busyNs;

  /** A resource that so many can use at a time. */
  SharedResource(int places) {
    this.freeNs = new long[places];
  }

  /**
   * Uses it, as soon as those before are done; uses are asked for in the order of time.
   *
   * @param fromNs when it is wanted
   * @param lengthNs for how long
   * @return when that is over
   */
  long use(long fromNs, long lengthNs) {
    int place = firstFree();
    freeNs[place] = Math.max(fromNs, freeNs[place]) + lengthNs;
    busyNs += lengthNs;
    return freeNs[place];
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
