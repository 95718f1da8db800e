package io.gradstream.record.avro;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A schema registry does not answer, or not for now: another attempt may find it. */
public final class RegistryAway extends UncheckedIOException {
  RegistryAway(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
