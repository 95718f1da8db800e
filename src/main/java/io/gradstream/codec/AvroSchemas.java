package io.gradstream.codec;

import io.gradstream.data.RejectedSample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of Avro records: one that is configured, or that which a registry knows by the number
 * before each record (Confluent's wire format: a zero, four bytes of number, the record). Not
 * thread-safe.
 */
public final class AvroSchemas {
  private static final int PREFIX = 1 + Integer.BYTES;

  private final @Nullable Schema own;
  private final @Nullable SchemaRegistry registry;
  private final Map<Integer, GenericDatumReader<IndexedRecord>> readers = new HashMap<>();
  private @Nullable GenericDatumReader<IndexedRecord> latest;
  private int latestId;

  /**
   * The schemas that the settings name.
   *
   * @throws IllegalArgumentException if they name none, or something else
   */
  public AvroSchemas(AvroSettings settings) {
    if (settings.schema().isEmpty() && settings.registry().isEmpty()) {
      throw new IllegalArgumentException(
          "input.avro must name a schema or a registry where input.format is avro");
    }
    this.own = settings.schema().map(AvroSchemas::parse).orElse(null);
    this.registry = settings.registry().map(SchemaRegistry::new).orElse(null);
    if (own != null && registry == null) {
      latest = new GenericDatumReader<>(own);
    }
  }

  private static Schema parse(String schema) {
    String json = schema.strip().startsWith("{") ? schema : read(schema);
    try {
      Schema parsed = new Schema.Parser().parse(json);
      return requireRecord(parsed);
    } catch (SchemaParseException e) {
      throw new IllegalArgumentException(
          "input.avro.schema must be an Avro schema: " + e.getMessage(), e);
    }
  }

  private static Schema requireRecord(Schema schema) {
    if (schema.getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException(
          "input.avro.schema must be that of a record: " + schema.getType().getName());
    }
    return schema;
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "input.avro.schema must be JSON or a file that can be read: " + file, e);
    }
  }

  /** Where the record itself begins. */
  int start() {
    return registry == null ? 0 : PREFIX;
  }

  /** What reads a record; its schema is looked up if it is new. */
  GenericDatumReader<IndexedRecord> reader(byte[] record) throws RejectedSample {
    GenericDatumReader<IndexedRecord> last = latest;
    SchemaRegistry known = registry;
    if (known == null && last != null) {
      return last;
    }
    if (record.length < PREFIX || record[0] != 0) {
      throw new RejectedSample(
          "not in Confluent's wire format: it must begin with a zero and a schema's number");
    }
    int id = ByteBuffer.wrap(record).getInt(1);
    if (last == null || id != latestId) {
      last = readers.get(id);
      if (last == null) {
        last = lookedUp(id);
        readers.put(id, last);
      }
      latest = last;
      latestId = id;
    }
    return last;
  }

  private GenericDatumReader<IndexedRecord> lookedUp(int id) throws RejectedSample {
    Optional<Schema> written =
        registry == null ? Optional.empty() : registry.schema(id).map(AvroSchemas::parse);
    if (written.isEmpty()) {
      throw new RejectedSample("written with schema " + id + ", which the registry does not have");
    }
    return new GenericDatumReader<>(written.get(), own == null ? written.get() : own);
  }
}
