package io.gradstream.learn.history;

import java.util.List;

/**
 * That a version is to be kept beyond the newest.
 *
 * @param dropped the versions that are kept no more in its stead
 */
public record Retention(List<Long> dropped) {
  /** Copies the list. */
  public Retention {
    dropped = List.copyOf(dropped);
  }
}
