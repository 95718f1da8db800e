package io.gradstream.codec.block;

import io.gradstream.codec.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which patches to a set belong to a version, as its manifest says it.
 *
 * @param since those of versions from this one on; every block has been written since the others
 * @param versions the sum of their versions
 */
record PatchSum(long since, long versions) {
  private static final String SINCE = "since";
  private static final String VERSIONS = "versions";

  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(SINCE, since);
    tree.put(VERSIONS, versions);
    return tree;
  }

  /**
   * The sum that {@link #tree} made.
   *
   * @throws io.gradstream.codec.MalformedContent if it is none
   */
  static PatchSum of(JsonObject tree) {
    return new PatchSum(tree.required(SINCE, Long.class), tree.required(VERSIONS, Long.class));
  }
}
