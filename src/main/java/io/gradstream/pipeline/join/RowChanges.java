package io.gradstream.pipeline.join;

import io.gradstream.version.WaitingRows;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which rows of a join have changed since a version was taken. */
final class RowChanges {
  private final TreeMap<Long, @Nullable Kept> changed = new TreeMap<>();
  private long firstNew = 1;

  /** Rows from this number on are in no version. */
  void beginAt(long next) {
    firstNew = next;
  }

  void put(Kept kept) {
    changed.put(kept.number(), kept);
  }

  /** One that has come since the last version leaves no trace. */
  void remove(Kept kept) {
    if (kept.number() >= firstNew) {
      changed.remove(kept.number());
    } else {
      changed.put(kept.number(), null);
    }
  }

  /** All of them, and what stands at their head. */
  WaitingRows drain(JoinHead head) {
    TreeMap<Long, byte @Nullable []> rows = new TreeMap<>();
    rows.put(0L, head.encode());
    changed.forEach((number, kept) -> rows.put(number, kept == null ? null : kept.encode()));
    changed.clear();
    firstNew = head.next();
    return new WaitingRows(rows);
  }

  /** Every row there is has changed, and whatever was to go is still to go. */
  void takeBack(WaitingRows nobodyHas, Stream<Kept> all) {
    nobodyHas.byNumber().forEach((number, row) -> changed.putIfAbsent(number, null));
    changed.remove(0L);
    all.forEach(this::put);
  }
}
