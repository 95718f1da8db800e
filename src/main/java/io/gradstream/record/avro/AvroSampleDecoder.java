package io.gradstream.record.avro;

import io.gradstream.data.FieldPath;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.encode.RecordEncoder;
import io.gradstream.record.Quoted;
import io.gradstream.record.SampleDecoder;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads samples that are one Avro record each, in Avro's binary encoding. Not thread-safe.
 *
 * <p>A path leads through records and maps; what it does not find, null, and NaN are missing. A
 * moment, a decimal number and a UUID are what their logical types say.
 */
final class AvroSampleDecoder implements SampleDecoder {
  private final RecordEncoder encoder;
  private final AvroSchemas schemas;
  private final AvroPath[] paths;
  private final AvroFieldValue value = new AvroFieldValue();
  private final Utf8Decoder in = new Utf8Decoder();
  private @Nullable IndexedRecord reused;

  /** A decoder of records whose schemas are found there. */
  public AvroSampleDecoder(RecordEncoder encoder, AvroSchemas schemas) {
    this.encoder = encoder;
    this.schemas = schemas;
    this.paths =
        encoder.fields().stream().map(FieldPath::names).map(AvroPath::new).toArray(AvroPath[]::new);
  }

  @Override
  public void decode(byte[] record, MiniBatch batch) throws RejectedSample {
    encoder.begin(batch);
    IndexedRecord read = read(record);
    for (int field = 0; field < paths.length; field++) {
      if (paths[field].find(read, value)) {
        encoder.read(field, value);
      }
    }
    encoder.end();
  }

  private IndexedRecord read(byte[] record) throws RejectedSample {
    BoundedDatumReader reader = schemas.reader(record);
    reader.begin();
    in.begin(record, schemas.start());
    try {
      IndexedRecord read = reader.read(reused, in);
      reused = read;
      if (in.isEnd()) {
        return read;
      }
    } catch (CharConversionException e) {
      reused = null;
      throw new RejectedSample(String.valueOf(e.getMessage()));
    } catch (EOFException e) {
      throw damaged("it ends too early");
    } catch (BoundedDatumReader.TooDeepException e) {
      reused = null;
      throw new RejectedSample(encoder.limits().tooDeep(encoder.limits().depth() + 1));
    } catch (IOException | RuntimeException e) {
      throw damaged(String.valueOf(e.getMessage()));
    } catch (StackOverflowError e) {
      throw damaged("it is nested too deeply");
    }
    throw new RejectedSample("not one Avro record: something follows it");
  }

  private RejectedSample damaged(String why) {
    reused = null;
    return new RejectedSample("not Avro of the schema: " + Quoted.harmless(why));
  }
}
