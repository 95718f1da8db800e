package io.gradstream.record;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A decoder lacks for now what it needs from outside, as a schema registry that does not answer:
 * the same record may be decoded later.
 */
public class RetriableDecodingException extends UncheckedIOException {
  /** With the words of its cause. */
  public RetriableDecodingException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
