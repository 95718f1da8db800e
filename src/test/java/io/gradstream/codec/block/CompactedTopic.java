package io.gradstream.codec.block;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One partition of a compacted topic, its cleaner as eager as Kafka's may be. */
final class CompactedTopic implements BlockWriter.Records {
  @SuppressWarnings("ArrayRecordComponent")
  record Entry(int offset, String key, byte @Nullable [] value) {}

  private final List<Entry> entries = new ArrayList<>();
  private int end;

  @Override
  public void add(byte[] key, byte @Nullable [] value) {
    entries.add(new Entry(end++, new String(key, UTF_8), value));
  }

  int end() {
    return end;
  }

  /** What is left from an offset on. */
  List<Entry> from(int offset) {
    return entries.stream().filter(entry -> entry.offset >= offset).toList();
  }

  /** The keys that compaction would leave in the end. */
  Set<String> newest() {
    Map<String, Boolean> present = new HashMap<>();
    entries.forEach(entry -> present.put(entry.key, entry.value != null));
    present.values().removeIf(there -> !there);
    return present.keySet();
  }

  /** Removes some of what has a successor, and some tombstones. */
  void compact(SplittableRandom random) {
    Map<String, Integer> newest = new HashMap<>();
    entries.forEach(entry -> newest.put(entry.key, entry.offset));
    int cut = random.nextInt(end + 1);
    entries.removeIf(
        entry ->
            entry.offset < cut
                && random.nextInt(4) > 0
                && (entry.value == null || newest.getOrDefault(entry.key, 0) > entry.offset));
  }

  /** Removes the oldest record of a key. */
  void removeOldest(String key) {
    entries.remove(
        entries.stream().filter(entry -> entry.key.equals(key)).findFirst().orElseThrow());
  }
}
