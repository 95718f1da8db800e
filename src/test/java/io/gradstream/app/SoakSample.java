package io.gradstream.app;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a learner and its topics hold at one moment.
 *
 * @param at since the learner has begun to learn
 * @param heapBytes what is alive in its heap
 * @param threads of its process, those of the pool apart
 * @param pooled threads of Reactor's elastic pool, which come with what may block and go a minute
 *     after it
 * @param descriptors that its process has open
 * @param lag records that are not in a version yet
 * @param samples in the newest version
 * @param version the newest
 * @param topics bytes on the broker's disk by topic
 */
record SoakSample(
    Duration at,
    long heapBytes,
    long threads,
    long pooled,
    long descriptors,
    long lag,
    long samples,
    long version,
    Map<String, Long> topics) {
  SoakSample {
    topics = new TreeMap<>(topics);
  }

  double minutes() {
    return at.toMillis() / 60_000.0;
  }
}
