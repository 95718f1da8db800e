package io.gradstream.record.csv;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FieldPath;
import io.gradstream.data.SampleLimits;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.encode.RecordEncoder;
import io.gradstream.record.RecordFraming;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.SampleFormat;
import java.util.List;

/** A row of comma-separated values a record; a file's first row may name the columns. */
public final class CsvFormat implements SampleFormat {
  private final CsvColumns columns;
  private final SampleLimits limits;

  /** Rows as these settings have them, until a file's header says otherwise. */
  public CsvFormat(CsvSettings settings) {
    this(settings, new SampleLimits());
  }

  /** The same within other limits than the usual. */
  public CsvFormat(CsvSettings settings, SampleLimits limits) {
    this.columns = new CsvColumns(settings);
    this.limits = limits;
  }

  @Override
  public SampleLimits limits() {
    return limits;
  }

  @Override
  public boolean carries(FeatureSettings feature) {
    return switch (feature.type()) {
      case ARRAY, MAP -> false;
      case BINS,
          BOOLEAN,
          CATEGORICAL,
          CROSS,
          NUMERIC,
          PRODUCT,
          SLOPE,
          SQUARE,
          TAGS,
          TEXT,
          TIMESTAMP ->
          true;
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
    return CsvFraming.of(columns, fields, limits);
  }

  @Override
  public RecordFraming topicFraming(List<FieldPath> fields) {
    return CsvFraming.reordering(columns, fields, limits);
  }

  @Override
  public SampleDecoder decoder(RecordEncoder encoder) {
    return new CsvSampleDecoder(encoder, columns);
  }
}
