package io.gradstream.codec.block;

import io.gradstream.codec.JsonObject;
import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.VersionHead;
import io.gradstream.version.ModelVersion;
import java.time.DateTimeException;
import java.util.Map;
import java.util.Optional;

/**
 * What stands under the key of a version: all of it, or its head and what its blocks are.
 *
 * @param head the version, without its parameters where they are in blocks
 * @param index of its blocks, where it has them
 */
record VersionManifest(ModelVersion head, Optional<BlockIndex> index) {
  /**
   * What a manifest says.
   *
   * @throws MalformedContent if it is none
   */
  static VersionManifest of(byte[] manifest) {
    try {
      JsonObject tree = new ManifestCodec().decode(manifest);
      return new VersionManifest(
          new VersionHead(tree).version(Map.of()), Optional.of(BlockIndex.of(tree)));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new MalformedContent("not a manifest: " + e.getMessage(), e);
    }
  }
}
