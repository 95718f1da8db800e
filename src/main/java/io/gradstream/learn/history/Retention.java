package io.gradstream.learn.history;

import java.util.List;
import java.util.Optional;

/**
 * That a version is to be kept beyond the newest.
 *
 * @param blocks all of it, where it is too large for one record
 * @param dropped the versions that are kept no more in its stead
 */
public record Retention(Optional<KeptBlocks> blocks, List<KeptVersion> dropped) {
  /** Copies the list. */
  public Retention {
    dropped = List.copyOf(dropped);
  }
}
