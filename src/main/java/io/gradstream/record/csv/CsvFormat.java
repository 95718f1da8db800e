package io.gradstream.record.csv;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FieldPath;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.encode.RecordEncoder;
import io.gradstream.record.RecordFraming;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.SampleFormat;
import java.util.List;

/** A row of comma-separated values a record; a file's first row may name the columns. */
public final class CsvFormat implements SampleFormat {
  private final CsvColumns columns;

  /** Rows as these settings have them, until a file's header says otherwise. */
  public CsvFormat(CsvSettings settings) {
    this.columns = new CsvColumns(settings);
  }

  @Override
  public boolean carries(FeatureSettings feature) {
    return switch (feature.type()) {
      case ARRAY, MAP -> false;
      case BOOLEAN, CATEGORICAL, CROSS, NUMERIC, TAGS, TIMESTAMP -> true;
    };
  }

  @Override
  public boolean isText() {
    return true;
  }

  @Override
  public void requireReadable(SampleSettings sample) {
    columns.requireConfigured(RecordEncoder.labelled(sample).fields());
  }

  @Override
  public RecordFraming framing(List<FieldPath> fields) {
    return CsvFraming.of(columns, fields);
  }

  @Override
  public RecordFraming topicFraming(List<FieldPath> fields) {
    return CsvFraming.reordering(columns, fields);
  }

  @Override
  public SampleDecoder decoder(RecordEncoder encoder) {
    return new CsvSampleDecoder(encoder, columns);
  }
}
