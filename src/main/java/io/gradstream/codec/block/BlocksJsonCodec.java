package io.gradstream.codec.block;

import io.gradstream.codec.JsonVersionCodec;
import io.gradstream.codec.VersionHead;
import io.gradstream.version.BlockSet;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.ModelVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Versions in blocks as JSON objects, for people and files: {@link JsonVersionCodec}'s with {@code
 * tensors} instead of {@code parameters}, which say how they are cut, and {@code blocks}, those
 * that changed: {@code {"0.weight": {"17": [...]}}}. A version that is {@code whole} is zero where
 * it has no block; the others are what the version before was.
 */
public final class BlocksJsonCodec {
  private final ManifestCodec json = new ManifestCodec();

  /** The version as bytes, all in one. */
  public byte[] encode(ModelVersion head, ModelBlocks changed) {
    Map<String, Object> tree = new LinkedHashMap<>(VersionHead.of(head).json().members());
    tree.put("tensors", BlockIndex.tensors(changed.parameters()));
    tree.put("whole", changed.whole());
    Map<String, Object> blocks = new LinkedHashMap<>();
    changed.parameters().forEach(set -> blocks.put(set.name(), blocks(set)));
    tree.put("blocks", blocks);
    return json.encode(tree);
  }

  /** The version without any parameters. */
  public byte[] encode(ModelVersion head, List<BlockSet> cut) {
    Map<String, Object> tree = new LinkedHashMap<>(VersionHead.of(head).json().members());
    tree.put("tensors", BlockIndex.tensors(cut));
    return json.encode(tree);
  }

  private static Map<String, Object> blocks(BlockSet set) {
    Map<String, Object> blocks = new LinkedHashMap<>();
    for (int i = 0; i < set.size(); i++) {
      List<Float> elements = new ArrayList<>();
      for (float element : set.page(i)) {
        elements.add(element);
      }
      blocks.put(Integer.toString(set.number(i)), elements);
    }
    return blocks;
  }
}
