package io.gradstream.app.simulate;

import java.time.Duration;
import java.util.function.Supplier;

/** How long calls of one kind took, as their mean. */
final class CallTimes {
  private long count;
  private long sumNs;

  /** Makes a call, and counts it. */
  <T> T timed(Supplier<T> call) {
    long beganNs = System.nanoTime();
    T result = call.get();
    add(System.nanoTime() - beganNs);
    return result;
  }

  void add(long ns) {
    count++;
    sumNs += ns;
  }

  void forget() {
    count = 0;
    sumNs = 0;
  }

  long count() {
    return count;
  }

  long sumNs() {
    return sumNs;
  }

  /** The mean; nothing if there was no call. */
  Duration mean() {
    return count == 0 ? Duration.ZERO : Duration.ofNanos(sumNs / count);
  }
}
