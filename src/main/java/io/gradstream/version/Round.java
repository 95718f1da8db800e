package io.gradstream.version;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one member has learned since the model that it began with: the change it made, and which
 * samples made it.
 *
 * @param member who learned it
 * @param terms what all members must agree on: configuration and rule, in words
 * @param base the position in the log of the model it began with: all rounds before it are in that
 * @param samplesBefore how many samples that model had learned
 * @param ranges of each partition the offsets that were learned, none of which is empty
 * @param samples how many samples were learned
 * @param steps how many steps were taken
 * @param rejected how many records were not learned
 * @param timestampMs when it ended, in ms since the epoch
 * @param weights by parameter the elements that changed, in the order that the learner keeps them:
 *     what they became and what they had been
 * @param slots the same of what the optimizer keeps of them
 * @param categories of vocabularies which category each of the samples has, and which one the rows
 *     are of that changed, in two numbers each
 * @param figures of scaling, guard and metrics, those of these samples alone where they can be
 *     added to others'
 */
public record Round(
    String member,
    String terms,
    long base,
    long samplesBefore,
    SortedMap<Integer, OffsetRange> ranges,
    int samples,
    long steps,
    long rejected,
    long timestampMs,
    Map<String, RowPatch> weights,
    Map<String, RowPatch> slots,
    Map<String, RowPatch> categories,
    Map<String, double[]> figures) {
  /** Keeps the maps sorted and unmodifiable. */
  public Round {
    ranges = Collections.unmodifiableSortedMap(new TreeMap<>(ranges));
    weights = Collections.unmodifiableMap(new TreeMap<>(weights));
    slots = Collections.unmodifiableMap(new TreeMap<>(slots));
    categories = Collections.unmodifiableMap(new TreeMap<>(categories));
    figures = Collections.unmodifiableMap(new TreeMap<>(figures));
  }

  /** The same round with other changes. */
  public Round with(Map<String, RowPatch> otherWeights, Map<String, RowPatch> otherSlots) {
    return new Round(
        member,
        terms,
        base,
        samplesBefore,
        ranges,
        samples,
        steps,
        rejected,
        timestampMs,
        otherWeights,
        otherSlots,
        categories,
        figures);
  }
}
