package io.gradstream.pipeline.join;

import io.gradstream.pipeline.join.JoinSettings.Unlabelled;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.WaitingRows;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Features and labels that find each other by key and time: a label belongs to the features of its
 * key that were written before it, or at the same moment, and at most {@code within} before it. An
 * interval join, as stream processors have it.
 *
 * <p>Time is the records'. The {@linkplain #advance watermark} is the largest timestamp that has
 * come, of partitions that are read in one order of timestamps; what has waited for longer than
 * {@code within} by it has waited in vain. So what a join is at any moment depends on the records
 * before it alone, and not on when they came or where it was interrupted.
 *
 * <p>Either half waits: labels too, for features may come late to their topic. One key has one of
 * each that waits; of two the newer stays. For the thread that learns.
 */
public final class Join {
  private static final Comparator<Kept> OLDEST_FIRST =
      Comparator.comparingLong(Kept::timestampMs).thenComparingLong(Kept::number);

  private static final String NO_FEATURES =
      "no features of key %s wait for it: none came, or more than input.within before it, or they"
          + " have had their label";

  private final JoinSettings settings;
  private final Map<String, Kept> features = new HashMap<>();
  private final Map<String, Kept> labels = new HashMap<>();
  private final TreeSet<Kept> waiting = new TreeSet<>(OLDEST_FIRST);
  private final Deque<Kept> joined = new ArrayDeque<>();
  private final RowChanges changes = new RowChanges();
  private JoinHead head = JoinHead.NEW;
  private volatile JoinFigures figures = JoinFigures.NONE;

  /** A join to which nothing has come. */
  public Join(JoinSettings settings) {
    this.settings = settings;
  }

  /** Which records belong together. */
  public JoinSettings settings() {
    return settings;
  }

  /**
   * Goes on from what {@link #drain} gave, all of it together.
   *
   * @param version the version of the learner that goes on with it
   * @throws IllegalArgumentException if it is that of another version, or damaged
   */
  public void restore(WaitingRows rows, long version) {
    if (rows.isEmpty()) {
      return;
    }
    head = JoinHead.of(rows);
    head.requireWhole(version, rows);
    rows.byNumber().forEach((number, row) -> restore(number, row));
    changes.beginAt(head.next());
    tell();
  }

  private void restore(long number, byte @Nullable [] row) {
    if (number == 0 || row == null) {
      return;
    }
    Kept kept = Kept.decode(number, row);
    if (kept.isWhole()) {
      joined.add(kept);
    } else {
      await(kept);
    }
  }

  /**
   * Time has come so far, at least: what has waited too long by now is given up, the oldest first.
   */
  public void advance(long timestampMs, Refusal refusal) {
    head = head.at(timestampMs);
    while (!waiting.isEmpty() && isExpired(waiting.first())) {
      expire(waiting.first(), refusal);
    }
    tell();
  }

  private boolean isExpired(Kept kept) {
    return isLater(head.watermarkMs(), kept.timestampMs());
  }

  /** Whether a moment is more than {@code within} behind another. */
  private boolean isLater(long ms, long thanMs) {
    return ms - thanMs > settings.within().toMillis();
  }

  private void expire(Kept kept, Refusal refusal) {
    if (kept.isLabel()) {
      forget(kept);
      giveUp(kept, NO_FEATURES.formatted(kept.key()), refusal);
      return;
    }
    head = head.expired();
    if (settings.unlabelled() == Unlabelled.NEGATIVE) {
      join(kept, Target.NEGATIVE);
    } else {
      forget(kept);
      changes.remove(kept);
    }
  }

  /** Takes in features, and what the model gave out for them just now. */
  public void features(String key, KeptRecord record, float[] outputs, Refusal refusal) {
    Kept before = features.get(key);
    if (before != null) {
      forget(before);
      giveUp(before, "features of key %s have come again before a label".formatted(key), refusal);
    }
    Kept newest = new Kept(head.next(), key, record, outputs, null);
    head = head.counted();
    Kept early = labels.get(key);
    if (early != null && belongs(early.timestampMs(), newest)) {
      forget(early);
      changes.remove(early);
      join(newest, Objects.requireNonNull(early.target()));
      head = head.joined();
    } else {
      await(newest);
      changes.put(newest);
      bound(refusal);
    }
    tell();
  }

  /** Takes in a label; one that weighs nothing is to be {@linkplain #passOver passed over}. */
  public void label(String key, KeptRecord record, Target target, Refusal refusal) {
    Kept known = features.get(key);
    if (known != null && belongs(record.timestampMs(), known)) {
      join(known, target);
      head = head.joined();
    } else {
      awaitFeatures(key, record, target, refusal);
    }
    tell();
  }

  private void awaitFeatures(String key, KeptRecord record, Target target, Refusal refusal) {
    Kept before = labels.get(key);
    if (before != null) {
      forget(before);
      giveUp(before, "another label of key %s has come before features".formatted(key), refusal);
    }
    Kept newest = new Kept(head.next(), key, record, null, target);
    head = head.counted();
    await(newest);
    changes.put(newest);
    bound(refusal);
  }

  /** Takes in that features are not to be learned: theirs is a label that weighs nothing. */
  public void passOver(String key, KeptRecord label) {
    Kept known = features.get(key);
    if (known != null && belongs(label.timestampMs(), known)) {
      forget(known);
      changes.remove(known);
      head = head.joined();
    }
    tell();
  }

  private boolean belongs(long labelMs, Kept to) {
    return labelMs >= to.timestampMs() && !isLater(labelMs, to.timestampMs());
  }

  private void await(Kept kept) {
    half(kept).put(kept.key(), kept);
    waiting.add(kept);
  }

  private void forget(Kept kept) {
    half(kept).remove(kept.key());
    waiting.remove(kept);
  }

  private Map<String, Kept> half(Kept kept) {
    return kept.isLabel() ? labels : features;
  }

  private void join(Kept known, Target target) {
    forget(known);
    changes.remove(known);
    Kept both = known.with(head.next(), target);
    head = head.counted();
    joined.add(both);
    changes.put(both);
  }

  private void bound(Refusal refusal) {
    if (waiting.size() > settings.most()) {
      Kept oldest = waiting.first();
      forget(oldest);
      String reason = "more than input.most, %d, wait, and this is the oldest";
      giveUp(oldest, reason.formatted(settings.most()), refusal);
    }
  }

  private void giveUp(Kept kept, String reason, Refusal refusal) {
    changes.remove(kept);
    head = head.unmatched();
    refusal.refuse(kept.record(), reason);
  }

  /** How many samples are whole, and no step is taken over them yet. */
  public int ready() {
    return joined.size();
  }

  /**
   * Takes the next of them, in the order of their labels.
   *
   * @throws java.util.NoSuchElementException if there is none
   */
  public JoinedSample next() {
    Kept first = joined.remove();
    changes.remove(first);
    return first.sample();
  }

  /** What has changed since the last call, for a version of this moment. */
  public WaitingRows drain(long version) {
    head = head.of(version, waiting.size() + joined.size());
    return changes.drain(head);
  }

  /** A version of this moment that tells how it stands. */
  public ModelVersion toldBy(ModelVersion version) {
    Map<String, Object> metrics = new LinkedHashMap<>(version.metrics());
    metrics.put(JoinFigures.NAME, figures.tree());
    return version.withMetrics(metrics);
  }

  /** What was drained last nobody has: the next has all there is. */
  public void takeBack(WaitingRows nobodyHas) {
    changes.takeBack(nobodyHas, Stream.concat(waiting.stream(), joined.stream()));
  }

  /** How it stands. For any thread. */
  public JoinFigures figures() {
    return figures;
  }

  private void tell() {
    figures = head.figures(features.size());
  }
}
