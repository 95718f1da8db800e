package io.gradstream.record.avro;

import io.gradstream.record.RetriableDecodingException;
import java.io.IOException;

/** A schema registry does not answer, or not for now: another attempt may find it. */
final class RegistryAway extends RetriableDecodingException {
  RegistryAway(IOException cause) {
    super(cause);
  }
}
