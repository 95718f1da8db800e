package io.gradstream.pipeline.join;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a join stands, for whoever watches.
 *
 * @param waiting features that wait for their labels
 * @param joined features whose label has come, in the model's life
 * @param expired features whose label did not come in time, in the model's life
 * @param unmatched labels without features and features that were given up, in the model's life
 */
public record JoinFigures(long waiting, long joined, long expired, long unmatched) {
  /** Nothing has come. */
  static final JoinFigures NONE = new JoinFigures(0, 0, 0, 0);

  /** The name under which versions and summaries have them. */
  public static final String NAME = "join";

  /** The figures by name. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("waiting", waiting);
    tree.put("joined", joined);
    tree.put("expired", expired);
    tree.put("unmatched", unmatched);
    return tree;
  }
}
