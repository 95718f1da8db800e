package io.gradstream.record.avro;

import java.util.Optional;

/**
 * How samples are written as Avro records: where the format is avro, one of the two must be given.
 *
 * @param schema the schema, as JSON or as the name of a file that holds it; what the registry says
 *     of each record where it is left out
 * @param registry the address of a schema registry; records are then in Confluent's wire format,
 *     which names the schema that each was written with
 */
public record AvroSettings(Optional<String> schema, Optional<String> registry) {
  /** Nothing is known of the records. */
  public AvroSettings() {
    this(Optional.empty(), Optional.empty());
  }
}
