package io.gradstream.record.avro;

import io.gradstream.record.Quoted;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.Schema;
import tools.jackson.databind.JsonNode;

/** Finds a schema in a registry, with those that it refers to. */
final class RegisteredSchema {
  private static final int MOST_REFERENCES = 200;

  private final SchemaRegistry registry;
  private final Schema.Parser parser = new Schema.Parser();
  private final Set<String> found = new HashSet<>();

  private RegisteredSchema(SchemaRegistry registry) {
    this.registry = registry;
  }

  /**
   * The schema of a number, which is that of a record.
   *
   * @throws UnusableSchema if the registry has none of this number, or one that is not of Avro, not
   *     of a record, or no schema with those it refers to
   * @throws RegistryAway if it does not say for now
   */
  static Schema find(SchemaRegistry registry, int id) throws UnusableSchema {
    Schema schema = new RegisteredSchema(registry).parsed(registry.schema(id), "which");
    if (schema.getType() != Schema.Type.RECORD) {
      throw new UnusableSchema(
          "which is of type " + schema.getType().getName() + " and not of a record", true);
    }
    return schema;
  }

  /**
   * Parses what a schema refers to, and then itself: the parser knows by name what it has parsed.
   */
  private Schema parsed(JsonNode registered, String which) throws UnusableSchema {
    String type = registered.path("schemaType").asString("AVRO");
    if (!type.equals("AVRO")) {
      throw new UnusableSchema(
          which + " is one of " + Quoted.harmless(type) + ", not of Avro", true);
    }
    for (JsonNode reference : registered.path("references")) {
      parseReference(reference);
    }
    try {
      return parser.parse(registered.path("schema").asString(""));
    } catch (RuntimeException | StackOverflowError e) {
      // of any kind: where a name is unknown, a null pointer's
      throw new UnusableSchema(
          which + " is no Avro schema, " + Quoted.harmless(String.valueOf(e.getMessage())), true);
    }
  }

  private void parseReference(JsonNode reference) throws UnusableSchema {
    String subject = reference.path("subject").asString("");
    int version = reference.path("version").asInt(0);
    if (found.size() >= MOST_REFERENCES) {
      throw new UnusableSchema("which refers to too many others", true);
    }
    if (found.add(subject + "/" + version)) {
      String which = "of which %s, version %d,".formatted(Quoted.harmless(subject), version);
      parsed(registry.schema(subject, version), which);
    }
  }
}
