package io.gradstream.data.encode;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FieldPath;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleColumns;
import io.gradstream.data.SampleLimits;
import io.gradstream.data.SampleSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the fields of one record after the other into the row behind a batch's last, whatever the
 * wire format: {@link #begin}, then {@link #read} for every field that is found, in any order and
 * as often as it comes, then {@link #end}.
 *
 * <p>Fields are known by their index in {@link #fields()}. A record that is given up half-way needs
 * nothing but the next {@code begin}. Not thread-safe; allocates nothing but a rejection, and for a
 * timestamp the date of a new day and what its format needs.
 */
public final class RecordEncoder {
  private static final byte ABSENT = 0;
  private static final byte NULL = 1;
  static final byte PRESENT = 2;
  private static final byte REJECTED = 3;

  private final SampleSettings settings;
  private final SampleLimits limits;
  private final boolean labelled;
  private final int width;
  private final int denseWidth;
  private final List<FieldPath> paths;
  private final FieldEncoder[] readers;
  private final boolean[] required;
  private final FeatureWriter[] writers;
  private final int[] owners;
  private final @Nullable FeatureWriter key;
  private final int features;
  private final int label;
  private final byte[] states;
  private final @Nullable RejectedSample[] rejections;
  private final String[] nothings;

  private MiniBatch batch;
  private int row;
  private int start;

  private RecordEncoder(
      SampleSettings settings,
      SampleLimits limits,
      boolean labelled,
      List<RecordFields.Field> featureFields,
      List<FeatureWriter> writers,
      List<Integer> owners,
      @Nullable FeatureWriter key) {
    this.settings = settings;
    this.limits = limits;
    this.labelled = labelled;
    this.key = key;
    SampleColumns columns = settings.columns();
    List<RecordFields.Field> all = new ArrayList<>(featureFields);
    this.features = all.size();
    this.label = features;
    if (labelled) {
      all.addAll(new TargetFields(settings).all());
    }
    this.width = columns.width();
    this.denseWidth = columns.dense().length;
    this.paths = all.stream().map(RecordFields.Field::path).toList();
    this.readers = all.stream().map(RecordFields.Field::reader).toArray(FieldEncoder[]::new);
    this.writers = writers.toArray(FeatureWriter[]::new);
    this.owners = owners.stream().mapToInt(Integer::intValue).toArray();
    this.required = new boolean[all.size()];
    for (int i = 0; i < required.length; i++) {
      required[i] = all.get(i).isRequired();
    }
    this.states = new byte[all.size()];
    this.rejections = new RejectedSample[all.size()];
    this.nothings = new String[all.size()];
    this.batch = new MiniBatch(settings, 0);
  }

  /** Encodes samples to learn from: the label and the weight must be there. */
  public static RecordEncoder labelled(SampleSettings settings) {
    return labelled(settings, new SampleLimits());
  }

  /** The same within other limits. */
  public static RecordEncoder labelled(SampleSettings settings, SampleLimits limits) {
    return of(settings, limits, true, Optional.empty());
  }

  /** The same of samples that a field says which of many models is theirs; it must be there. */
  public static RecordEncoder labelledAndKeyed(
      SampleSettings settings, SampleLimits limits, String key) {
    return of(settings, limits, true, Optional.of(key));
  }

  /** Encodes samples to predict: targets are 0, weights 1, and their fields not looked for. */
  public static RecordEncoder unlabelled(SampleSettings settings) {
    return unlabelled(settings, new SampleLimits());
  }

  /** The same within other limits. */
  public static RecordEncoder unlabelled(SampleSettings settings, SampleLimits limits) {
    return of(settings, limits, false, Optional.empty());
  }

  /** The same, and which of many models is a sample's, where this field of it says so. */
  public static RecordEncoder unlabelledAndKeyed(
      SampleSettings settings, SampleLimits limits, String key) {
    return of(settings, limits, false, Optional.of(key));
  }

  private static RecordEncoder of(
      SampleSettings settings, SampleLimits limits, boolean labelled, Optional<String> key) {
    RecordFields fields = new RecordFields(settings, limits);
    FeatureWriter keyWriter = key.map(field -> fields.addKey(field, labelled)).orElse(null);
    return new RecordEncoder(
        settings, limits, labelled, fields.all(), fields.writers(), fields.owners(), keyWriter);
  }

  /**
   * Encodes nothing but a moment: its column holds milliseconds since 1970-01-01T00:00Z, of a
   * number that counts them or of a text by ISO 8601, in UTC unless that says otherwise; from 1970
   * to the year 9999.
   *
   * @param field the path of a field that must be there
   * @throws IllegalArgumentException if it is no path
   */
  public static RecordEncoder moment(String field) {
    SampleSettings settings =
        new SampleSettings(
            List.of(new FeatureSettings.Numeric(field)),
            new LabelSettings("moment of " + field, LabelSettings.Type.NUMERIC));
    return new RecordEncoder(
        settings,
        new SampleLimits(),
        false,
        List.of(RecordFields.Field.of(field, new MomentEncoder(field))),
        List.of(),
        List.of(),
        null);
  }

  /**
   * Encodes nothing but the text by which a field names something, as a category has it: the number
   * 49 and the text "49" are the same.
   *
   * @param field the path of a field that must be there
   * @param key given the text of each record that has one
   * @throws IllegalArgumentException if it is no path
   */
  public static RecordEncoder key(String field, SampleLimits limits, Consumer<String> key) {
    SampleSettings settings =
        new SampleSettings(
            List.of(new FeatureSettings.Numeric(field)),
            new LabelSettings("key " + field, LabelSettings.Type.NUMERIC));
    return new RecordEncoder(
        settings,
        limits,
        false,
        List.of(RecordFields.Field.of(field, new KeyEncoder(field, key))),
        List.of(),
        List.of(),
        null);
  }

  /** Encodes label and weight alone, and looks for no feature: their columns are left as is. */
  public static RecordEncoder target(SampleSettings settings, SampleLimits limits) {
    return new RecordEncoder(settings, limits, true, List.of(), List.of(), List.of(), null);
  }

  /** The schema of the samples. */
  public SampleSettings settings() {
    return settings;
  }

  /** What a record may have. */
  public SampleLimits limits() {
    return limits;
  }

  /** Whether samples are to learn from: the label is among the fields. */
  public boolean isLabelled() {
    return labelled;
  }

  /** The fields to look for, none of which lies within another. */
  public List<FieldPath> fields() {
    return paths;
  }

  /**
   * Begins a record, forgetting whatever was read of one that did not end.
   *
   * @param target a batch of this schema with room for one more
   * @throws IllegalArgumentException if it is none such
   */
  public void begin(MiniBatch target) {
    if (target.isFull()
        || target.denseColumns() != denseWidth
        || target.sparse().columns() != width) {
      throw new IllegalArgumentException(
          "batch must have room for a row of %d columns, %d of them dense: %d of %d rows of %d, %d"
              .formatted(
                  width,
                  denseWidth,
                  target.rows(),
                  target.capacity(),
                  target.sparse().columns(),
                  target.denseColumns()));
    }
    batch = target;
    row = target.rows();
    start = row * denseWidth;
    target.discard();
    target.targets()[row] = 0;
    target.weights()[row] = 1;
    Arrays.fill(states, ABSENT);
  }

  /**
   * Takes in a field's value, in place of one that came before. That it is none of this field is
   * kept for {@link #end}, as the field may come again and the rest may be no record at all.
   */
  public void read(int field, FieldValue value) {
    if (value.kind() == FieldValue.Kind.NULL) {
      states[field] = NULL;
      nothings[field] = value.shown();
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
    if (field < features) {
      readers[field].read(value, batch.features(), start);
    } else if (field == label) {
      readers[field].read(value, batch.targets(), row);
    } else {
      readers[field].read(value, batch.weights(), row);
    }
  }

  /** Takes back what was read of a field: it is missing from now on. */
  public void forget(int field) {
    states[field] = ABSENT;
  }

  /**
   * Ends the record, and accepts its row unless it weighs nothing: such a sample is passed over, as
   * if it were not there.
   *
   * @throws RejectedSample if a field's last value is none of this field, one that must be there is
   *     missing or null, or several give no number together; the batch is then as before
   */
  public void end() throws RejectedSample {
    for (int field = 0; field < states.length; field++) {
      if (states[field] != PRESENT && (states[field] == REJECTED || required[field])) {
        throw rejection(field);
      }
    }
    if (batch.weights()[row] == 0) {
      return;
    }
    try {
      write();
    } catch (RejectedSample e) {
      batch.discard();
      throw e;
    }
    batch.accept();
  }

  private void write() throws RejectedSample {
    boolean isTelling = batch.entries().isTelling();
    int first = batch.sparse().start(row);
    for (int i = 0; i < writers.length; i++) {
      writers[i].write(states, batch);
      if (isTelling) {
        batch.entries().setEnd(owners[i], batch.sparse().appended() - first);
      }
    }
    if (key != null) {
      key.write(states, batch);
    }
  }

  private RejectedSample rejection(int field) {
    RejectedSample kept = rejections[field];
    if (states[field] == REJECTED && kept != null) {
      return kept;
    }
    FieldPath path = paths.get(field);
    if (states[field] == NULL) {
      return new RejectedSample("field " + path + " is " + nothings[field]);
    }
    String hint =
        path.names().size() == 1
            ? ""
            : ": if \"%s\" is one key, its path is written in double quotes";
    return new RejectedSample("field " + path + " is missing" + hint.formatted(path.column()));
  }
}
