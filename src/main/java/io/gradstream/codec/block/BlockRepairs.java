package io.gradstream.codec.block;

import io.gradstream.version.BlockSet;
import java.util.List;
import java.util.Set;

/**
 * What a topic needs to have the blocks of a model and no others, where it does not end with them.
 *
 * @param lost those to be written again, or as zeros
 * @param foreign the keys that have something else
 */
record BlockRepairs(List<BlockSet> lost, Set<BlockKey> foreign) {
  static final BlockRepairs NONE = new BlockRepairs(List.of(), Set.of());

  BlockRepairs {
    lost = List.copyOf(lost);
    foreign = Set.copyOf(foreign);
  }
}
