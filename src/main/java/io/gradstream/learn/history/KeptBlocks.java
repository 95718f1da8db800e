package io.gradstream.learn.history;

import io.gradstream.version.BlockSet;
import io.gradstream.version.ModelBlocks;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All of a version that is kept and too large for one record.
 *
 * @param all its tensors, and what its learner keeps beside them
 * @param partBytes the most bytes of a record of what is in no block
 */
public record KeptBlocks(ModelBlocks all, int partBytes) {
  private static final String STATE = "state/";

  /**
   * How many records it has of each kind, at most, by what stands in a key between the version and
   * the number: the name of a set of blocks, behind {@code state/} for what only the learner needs,
   * and that alone for parts of what is in no block.
   *
   * @param restBytes the most bytes of what is in no block
   */
  public SortedMap<String, Integer> parts(int restBytes) {
    SortedMap<String, Integer> parts = new TreeMap<>();
    add("", all.parameters(), parts);
    add(STATE, all.state(), parts);
    parts.put(STATE, (restBytes + partBytes - 1) / partBytes);
    return parts;
  }

  private static void add(String prefix, List<BlockSet> sets, SortedMap<String, Integer> parts) {
    for (BlockSet set : sets) {
      int end = set.size() == 0 ? 0 : set.number(set.size() - 1) + 1;
      if (end > 0) {
        parts.put(prefix + set.name(), end);
      }
    }
  }
}
