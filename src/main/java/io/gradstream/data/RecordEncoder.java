package io.gradstream.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the fields of one record after the other into the row behind a batch's last, whatever the
 * wire format: {@link #begin}, then {@link #read} for every field that is found, in any order and
 * as often as it comes, then {@link #end}.
 *
 * <p>Fields are known by their index in {@link #fields()}. A record that is given up half-way needs
 * nothing but the next {@code begin}. Not thread-safe; allocates nothing but a rejection.
 */
public final class RecordEncoder {
  private static final byte ABSENT = 0;
  private static final byte NULL = 1;
  private static final byte PRESENT = 2;
  private static final byte REJECTED = 3;

  private final SampleColumns columns;
  private final int denseWidth;
  private final List<FieldPath> paths = new ArrayList<>();
  private final FieldEncoder[] encoders;
  private final FieldEncoder[] sparse;
  private final int label;
  private final int weight;
  private final byte[] states;
  private final @Nullable RejectedSample[] rejections;

  private MiniBatch batch;
  private int row;
  private int start;

  private RecordEncoder(SampleSettings settings, boolean labelled) {
    this.columns = settings.columns();
    this.denseWidth = columns.dense().length;
    List<FieldEncoder> all = new ArrayList<>();
    List<FieldEncoder> entries = new ArrayList<>();
    for (int i = 0; i < settings.features().size(); i++) {
      FeatureSettings feature = settings.features().get(i);
      FieldEncoder encoder = feature.encoder(columns.of(i));
      add(feature.field(), encoder, all);
      if (feature.isSparse()) {
        entries.add(encoder);
      }
    }
    this.label = labelled ? all.size() : -1;
    if (labelled) {
      add(settings.label().field(), settings.label().encoder(), all);
    }
    this.weight = labelled && settings.weight().isPresent() ? all.size() : -1;
    if (weight >= 0) {
      add(settings.weight().orElseThrow(), new WeightEncoder(settings.weight().orElseThrow()), all);
    }
    this.encoders = all.toArray(FieldEncoder[]::new);
    this.sparse = entries.toArray(FieldEncoder[]::new);
    this.states = new byte[encoders.length];
    this.rejections = new RejectedSample[encoders.length];
    this.batch = new MiniBatch(settings, 0);
  }

  /** Encodes samples to learn from: every field, the label and the weight must be there. */
  public static RecordEncoder labelled(SampleSettings settings) {
    return new RecordEncoder(settings, true);
  }

  /** Encodes samples to predict: targets are 0, weights 1, and their fields not looked for. */
  public static RecordEncoder unlabelled(SampleSettings settings) {
    return new RecordEncoder(settings, false);
  }

  private void add(String field, FieldEncoder encoder, List<FieldEncoder> all) {
    paths.add(FieldPath.parse(field));
    all.add(encoder);
  }

  /** The fields to look for, none of which lies within another. */
  public List<FieldPath> fields() {
    return List.copyOf(paths);
  }

  /**
   * Begins a record, forgetting whatever was read of one that did not end.
   *
   * @param target a batch of this schema with room for one more
   */
  public void begin(MiniBatch target) {
    if (target.isFull()
        || target.features().columns() != denseWidth
        || target.sparse().columns() != columns.width()) {
      throw new IllegalArgumentException(
          "batch must have room for a row of %d columns, %d of them dense: %d rows of %d, %s"
              .formatted(
                  columns.width(),
                  denseWidth,
                  target.rows(),
                  target.sparse().columns(),
                  target.features().capacity()));
    }
    batch = target;
    row = target.rows();
    start = row * denseWidth;
    target.discard();
    target.targets().data()[row] = 0;
    target.weights().data()[row] = 1;
    Arrays.fill(states, ABSENT);
  }

  /**
   * Takes in a field's value, in place of one that came before. That it is none of this field is
   * kept for {@link #end}, as the field may come again and the rest may be no record at all.
   */
  public void read(int field, FieldValue value) {
    if (value.kind() == FieldValue.Kind.NULL) {
      states[field] = NULL;
      return;
    }
    try {
      encode(field, value);
      states[field] = PRESENT;
    } catch (RejectedSample e) {
      rejections[field] = e;
      states[field] = REJECTED;
    }
  }

  private void encode(int field, FieldValue value) throws RejectedSample {
    if (field == label) {
      encoders[field].read(value, batch.targets().data(), row);
    } else if (field == weight) {
      encoders[field].read(value, batch.weights().data(), row);
    } else {
      encoders[field].read(value, batch.features().data(), start);
    }
  }

  /** Takes back what was read of a field: it is missing from now on. */
  public void forget(int field) {
    states[field] = ABSENT;
  }

  /**
   * Ends the record, and accepts its row.
   *
   * @throws RejectedSample if a field was missing, null, or its last value none of this field; the
   *     batch is then as before
   */
  public void end() throws RejectedSample {
    for (int field = 0; field < states.length; field++) {
      if (states[field] != PRESENT) {
        throw rejection(field);
      }
    }
    for (FieldEncoder encoder : sparse) {
      encoder.append(batch.sparse());
    }
    batch.accept();
  }

  private RejectedSample rejection(int field) {
    RejectedSample kept = rejections[field];
    if (states[field] == REJECTED && kept != null) {
      return kept;
    }
    String fault = states[field] == NULL ? " is null" : " is missing";
    return new RejectedSample("field " + paths.get(field) + fault);
  }
}
