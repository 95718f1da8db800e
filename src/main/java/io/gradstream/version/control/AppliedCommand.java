package io.gradstream.version.control;

import io.gradstream.version.Offsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A command that has been applied.
 *
 * @param offset where it stands among the commands
 * @param command what was to be done
 * @param at the next offset of every partition of the samples when it was
 * @param to those of the version that a rollback went to
 */
public record AppliedCommand(long offset, Command command, Offsets at, Optional<Offsets> to) {
  /** It as a tree: the command's with {@code offset}, {@code at} and, of a rollback, {@code to}. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("offset", offset);
    tree.putAll(command.tree());
    tree.put("at", new OffsetsTree(at).tree());
    to.ifPresent(offsets -> tree.put("to", new OffsetsTree(offsets).tree()));
    return tree;
  }

  /**
   * What a tree is of.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static AppliedCommand of(Map<String, Object> tree) {
    if (tree.get("offset") instanceof Long offset) {
      return new AppliedCommand(
          offset,
          Command.of(tree),
          OffsetsTree.of(tree.get("at")).offsets(),
          Optional.ofNullable(tree.get("to")).map(to -> OffsetsTree.of(to).offsets()));
    }
    throw new IllegalArgumentException("offset must be a whole number: " + tree.get("offset"));
  }
}
