package io.gradstream.record.avro;

import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;

/** Where a field stands in a record: a path through records and maps. Not thread-safe. */
final class AvroPath {
  private final String[] names;
  private final Utf8[] keys;

  AvroPath(List<String> names) {
    this.names = names.toArray(String[]::new);
    this.keys = names.stream().map(Utf8::new).toArray(Utf8[]::new);
  }

  /**
   * Stands on the value at the path's end, which may be null.
   *
   * @return false if there is nothing, not even null
   */
  boolean find(IndexedRecord record, AvroFieldValue value) {
    Object at = record;
    Schema schema = record.getSchema();
    for (int i = 0; i < names.length; i++) {
      if (at instanceof IndexedRecord inner) {
        Schema.Field field = inner.getSchema().getField(names[i]);
        if (field == null) {
          return false;
        }
        at = inner.get(field.pos());
        schema = field.schema();
      } else if (at instanceof Map<?, ?> map && map.containsKey(keys[i])) {
        schema = branch(schema, map).getValueType();
        at = map.get(keys[i]);
      } else {
        return false;
      }
    }
    value.begin(at, schema);
    return true;
  }

  private static Schema branch(Schema schema, Object value) {
    return schema.getType() == Schema.Type.UNION
        ? schema.getTypes().get(GenericData.get().resolveUnion(schema, value))
        : schema;
  }
}
