package io.gradstream.record.avro;

import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.record.Quoted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of Avro records: one that is configured, or that which a registry knows by the number
 * before each record (Confluent's wire format: a zero, four bytes of number, the record). Not
 * thread-safe.
 */
final class AvroSchemas {
  private static final int PREFIX = 1 + Integer.BYTES;

  static {
    AvroLimit.setAll();
  }

  private final int depth;
  private final @Nullable Schema own;
  private final @Nullable SchemaRegistry registry;
  private final Map<Integer, BoundedDatumReader> readers = new HashMap<>();
  private final Map<Integer, RejectedSample> refused = new HashMap<>();
  private @Nullable BoundedDatumReader latest;
  private int latestId;

  /**
   * The schemas that the settings name.
   *
   * @param depth how deep their records may be
   * @throws IllegalArgumentException if they name none, or something else
   */
  public AvroSchemas(AvroSettings settings, int depth) {
    this.depth = depth;
    if (settings.schema().isEmpty() && settings.registry().isEmpty()) {
      throw new IllegalArgumentException(
          "input.avro must name a schema or a registry where input.format is avro");
    }
    this.own = settings.schema().map(AvroSchemas::configured).orElse(null);
    this.registry = settings.registry().map(SchemaRegistry::new).orElse(null);
    if (own != null && registry == null) {
      latest = new BoundedDatumReader(own, own, depth);
    }
  }

  private static Schema configured(String schema) {
    Schema parsed = parsed(schema.strip().startsWith("{") ? schema : read(schema));
    if (parsed.getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException(
          "input.avro.schema must be that of a record: " + parsed.getType().getName());
    }
    return parsed;
  }

  /** What is no schema, the parser says by exceptions of any kind, and in several lines. */
  private static Schema parsed(String json) {
    try {
      return new Schema.Parser().parse(json);
    } catch (RuntimeException | StackOverflowError e) {
      throw new IllegalArgumentException(
          "input.avro.schema must be an Avro schema: "
              + Quoted.harmless(String.valueOf(e.getMessage())),
          e);
    }
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "input.avro.schema must be JSON or a file that can be read: " + file, e);
    }
  }

  /**
   * Checks that the configured schema, if there is one, has every field of a sample and in a type
   * that it can be read from. What a registry says of a record is seen with the record.
   *
   * @throws IllegalArgumentException if not, naming field, type and what is wanted
   */
  public void require(SampleSettings sample) {
    if (own != null) {
      new AvroFit(own).require(sample);
    }
  }

  /** Where the record itself begins. */
  int start() {
    return registry == null ? 0 : PREFIX;
  }

  /**
   * What reads a record; its schema is looked up if it is new.
   *
   * @throws RejectedSample if there is none that could read it
   * @throws RegistryAway if the registry does not say for now
   */
  BoundedDatumReader reader(byte[] record) throws RejectedSample {
    BoundedDatumReader last = latest;
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
        last = lookedUp(id, known);
        readers.put(id, last);
      }
      latest = last;
      latestId = id;
    }
    return last;
  }

  private BoundedDatumReader lookedUp(int id, @Nullable SchemaRegistry registry)
      throws RejectedSample {
    RejectedSample before = refused.get(id);
    if (before != null) {
      throw before;
    }
    if (registry == null) {
      throw new IllegalStateException("records without a registry have one schema");
    }
    try {
      Schema written = RegisteredSchema.find(registry, id);
      return new BoundedDatumReader(written, own == null ? written : own, depth);
    } catch (UnusableSchema e) {
      RejectedSample rejection =
          new RejectedSample("written with schema %d, %s".formatted(id, e.getMessage()));
      if (e.isForGood()) {
        refused.put(id, rejection);
      }
      throw rejection;
    }
  }
}
