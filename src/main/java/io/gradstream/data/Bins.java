package io.gradstream.data;

import java.util.Map;
import java.util.Optional;

/**
 * The bin that a number falls into, where the edges between bins are running quantiles of its last
 * values, so that each bin has about as many of them: what a linear model needs to follow a curve.
 *
 * @param field the field's path
 * @param bins how many bins there are, 2 to 64; 8 unless set
 * @param encoding whether a column stands for each bin, as it does unless set, or for each edge
 * @param missing what becomes of a sample without the field; a dead letter unless set, and zero
 *     stands for the bin that 0 falls into
 */
public record Bins(String field, int bins, BinEncoding encoding, Missing missing)
    implements FeatureSettings {
  private static final int MOST = 64;

  /** Checks the path and the number of bins. */
  public Bins {
    FieldPath.parse(field);
    if (bins < 2 || bins > MOST) {
      throw new IllegalArgumentException("bins must be 2 to %d: %d".formatted(MOST, bins));
    }
  }

  /** Eight bins, a column each, of a field that must be there. */
  public Bins(String field) {
    this(field, 8, BinEncoding.ONE_HOT, Missing.DEAD_LETTER);
  }

  @Override
  public Type type() {
    return Type.BINS;
  }

  @Override
  public <R> R accept(FeatureVisitor<R> visitor) {
    return visitor.bins(this);
  }

  @Override
  public int columns() {
    return encoding.columns(bins);
  }

  @Override
  public boolean fillsMean() {
    return missing.isFilled();
  }

  @Override
  public Optional<Bins> binned() {
    return Optional.of(this);
  }

  @Override
  public void describe(Map<String, Object> into) {
    into.put("bins", bins);
    into.put("encoding", encoding.word());
  }
}
