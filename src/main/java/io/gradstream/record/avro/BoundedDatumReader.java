package io.gradstream.record.avro;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.ResolvingDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Avro's reader of generic records, of which only so many may lie in one another. Where a schema
 * allows no more there is nothing to count, and Avro may read the faster of its two ways.
 */
final class BoundedDatumReader extends GenericDatumReader<IndexedRecord> {
  private final int most;
  private int depth;

  /** A reader of records, lists and maps nested at most so deep. */
  BoundedDatumReader(Schema written, Schema read, int most) {
    super(written, read, isDeeper(written, most, 0) ? counted() : GenericData.get());
    this.most = most;
  }

  /** A way to read that comes by here. */
  private static GenericData counted() {
    return new GenericData().setFastReaderEnabled(false);
  }

  /** Whether what a schema describes may be nested deeper; one that holds itself is, at last. */
  private static boolean isDeeper(Schema schema, int most, int depth) {
    return switch (schema.getType()) {
      case UNION -> schema.getTypes().stream().anyMatch(type -> isDeeper(type, most, depth));
      case ARRAY -> depth >= most || isDeeper(schema.getElementType(), most, depth + 1);
      case MAP -> depth >= most || isDeeper(schema.getValueType(), most, depth + 1);
      case RECORD ->
          depth >= most
              || schema.getFields().stream()
                  .anyMatch(field -> isDeeper(field.schema(), most, depth + 1));
      default -> false;
    };
  }

  /** Begins with a record, whatever has become of the one before. */
  void begin() {
    depth = 0;
  }

  @Override
  protected Object readRecord(@Nullable Object old, Schema expected, ResolvingDecoder in)
      throws IOException {
    enter();
    Object read = super.readRecord(old, expected, in);
    depth--;
    return read;
  }

  @Override
  protected Object readArray(@Nullable Object old, Schema expected, ResolvingDecoder in)
      throws IOException {
    enter();
    Object read = super.readArray(old, expected, in);
    depth--;
    return read;
  }

  @Override
  protected Object readMap(@Nullable Object old, Schema expected, ResolvingDecoder in)
      throws IOException {
    enter();
    Object read = super.readMap(old, expected, in);
    depth--;
    return read;
  }

  private void enter() {
    depth++;
    if (depth > most) {
      throw new TooDeepException();
    }
  }

  /** A record is nested too deep. */
  static final class TooDeepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooDeepException() {
      super(null, null, false, false);
    }
  }
}
