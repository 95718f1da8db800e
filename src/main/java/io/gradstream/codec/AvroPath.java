package io.gradstream.codec;

import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** Where a field stands in a record. */
final class AvroPath {
  /** What is found where there is nothing, not even null. */
  static final Object NOTHING = new Object();

  private final String[] names;
  private final Utf8[] keys;

  AvroPath(List<String> names) {
    this.names = names.toArray(String[]::new);
    this.keys = names.stream().map(Utf8::new).toArray(Utf8[]::new);
  }

  /** The value at the path's end. */
  @Nullable Object find(IndexedRecord record) {
    Object at = record;
    for (int i = 0; i < names.length; i++) {
      if (at instanceof IndexedRecord inner) {
        Schema.Field field = inner.getSchema().getField(names[i]);
        at = field == null ? NOTHING : inner.get(field.pos());
      } else if (at instanceof Map<?, ?> map) {
        at = map.containsKey(keys[i]) ? map.get(keys[i]) : NOTHING;
      } else {
        return NOTHING;
      }
    }
    return at;
  }
}
