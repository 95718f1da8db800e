package io.gradstream.codec.block;

import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.VersionFormat;
import io.gradstream.version.BlockSet;
import io.gradstream.version.ModelVersion;
import java.util.List;
import java.util.Optional;

/**
 * What the record of a version alone tells of it: everything, or all but its parameters.
 *
 * @param head the version, without its parameters where they are in blocks
 * @param cut what there are blocks of, where it has them: none of these is here
 */
public record VersionOutline(ModelVersion head, Optional<List<BlockSet>> cut) {
  /**
   * The outline of what stands under a version's key, in whichever format.
   *
   * @throws MalformedContent if it is none
   */
  public static VersionOutline decode(byte[] value) {
    if (!ManifestCodec.isManifest(value)) {
      return new VersionOutline(VersionFormat.decode(value), Optional.empty());
    }
    VersionManifest manifest = VersionManifest.of(value);
    return new VersionOutline(manifest.head(), manifest.index().map(BlockIndex::sets));
  }

  /** The version as a JSON object, without its parameters where they are in blocks. */
  public byte[] json() {
    return cut.map(sets -> new BlocksJsonCodec().encode(head, sets))
        .orElseGet(() -> VersionFormat.JSON.codec().encode(head));
  }
}
