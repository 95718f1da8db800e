package io.gradstream.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which fields of a record features look at, what reads each, and what is done at the end. */
final class RecordFields {
  private final SampleSettings settings;
  private final Map<FieldPath, Field> fields = new LinkedHashMap<>();
  private final Map<FieldPath, TimestampEncoder> timestamps = new LinkedHashMap<>();
  private final List<@Nullable FeatureEnd> ends = new ArrayList<>();
  private final List<Runnable> crosses = new ArrayList<>();

  /** The fields of a schema's features, in the order in which they are first named. */
  RecordFields(SampleSettings settings) {
    this.settings = settings;
    SampleColumns columns = settings.columns();
    for (int i = 0; i < settings.features().size(); i++) {
      settings.features().get(i).addTo(this, columns.of(i));
    }
    // what a cross is of may be a feature that comes after it
    crosses.forEach(Runnable::run);
  }

  /** The fields that features look at. */
  List<Field> all() {
    return List.copyOf(fields.values());
  }

  /** What is done at a record's end, in the features' order. */
  List<FeatureEnd> ends() {
    return ends.stream().flatMap(end -> Optional.ofNullable(end).stream()).toList();
  }

  /** Adds a feature that is read from one field. */
  void add(FeatureSettings feature, FeatureColumns at, FieldEncoder encoder) {
    Field field = field(feature.field());
    field.encoders.add(encoder);
    field.isRequired |= feature.missing() == Missing.DEAD_LETTER;
    boolean endsEarly = !feature.isSparse() && feature.missing() == Missing.DEAD_LETTER;
    ends.add(
        endsEarly
            ? null
            : new FeatureEnd(
                new int[] {field.index},
                MissingColumns.present(feature, at, encoder),
                MissingColumns.absent(feature, at)));
  }

  /** Adds a category that has a vector in a table. */
  void addEmbedded(HashedFeature.Categorical feature) {
    int index = settings.embeddings().indexOf(feature);
    EmbeddedEncoder encoder =
        new EmbeddedEncoder(text(feature.field()), CategoryHash.own(1), index);
    Field field = field(feature.field());
    field.encoders.add(encoder);
    field.isRequired |= feature.missing() == Missing.DEAD_LETTER;
    ends.add(new FeatureEnd(new int[] {field.index}, encoder, encoder.missing(feature.missing())));
  }

  /** Adds a moment, whose parts crosses may name. */
  void addTimestamp(FeatureSettings.Timestamp feature, FeatureColumns at) {
    TimestampEncoder encoder = new TimestampEncoder(feature, at);
    timestamps.put(FieldPath.parse(feature.field()), encoder);
    add(feature, at, encoder);
  }

  /** Adds a cross, once all else is added. */
  void addCross(HashedFeature.Cross feature, FeatureColumns at) {
    int place = ends.size();
    ends.add(null);
    crosses.add(() -> ends.set(place, endOf(feature, at)));
  }

  private FeatureEnd endOf(HashedFeature.Cross feature, FeatureColumns at) {
    List<CrossPart> parts =
        feature.cross().stream().map(name -> CrossPart.of(name, settings.features())).toList();
    TextPart[] texts = parts.stream().map(this::text).toArray(TextPart[]::new);
    int[] read = parts.stream().mapToInt(part -> field(part.field()).index).toArray();
    if (feature.missing() == Missing.DEAD_LETTER) {
      parts.forEach(part -> field(part.field()).isRequired = true);
    }
    return new FeatureEnd(
        read,
        new CrossEncoder(texts, feature.hash(at.columns()), at.column()),
        MissingColumns.absent(feature, at));
  }

  private TextPart text(CrossPart part) {
    TimestampEncoder moment = timestamps.get(FieldPath.parse(part.field()));
    return part.time().isPresent() && moment != null
        ? moment.text(part.time().get())
        : field(part.field()).keptText(text(part.field()));
  }

  private Field field(String path) {
    return fields.computeIfAbsent(FieldPath.parse(path), own -> new Field(own, fields.size()));
  }

  /** What reads the texts by which a field's values name categories. */
  CategoryText text(String field) {
    return new CategoryText(field, settings.notation());
  }

  /** One field of a record. */
  static final class Field {
    private final FieldPath path;
    private final int index;
    private final List<FieldEncoder> encoders = new ArrayList<>();
    private @Nullable KeptText text;
    private boolean isRequired;

    private Field(FieldPath path, int index) {
      this.path = path;
      this.index = index;
    }

    /** A field that must be there and is no feature's. */
    static Field of(String path, FieldEncoder encoder) {
      Field field = new Field(FieldPath.parse(path), 0);
      field.encoders.add(encoder);
      field.isRequired = true;
      return field;
    }

    FieldPath path() {
      return path;
    }

    /** Whether a sample without the field is none. */
    boolean isRequired() {
      return isRequired;
    }

    /** What reads the field's value. */
    FieldEncoder reader() {
      return CompositeEncoder.of(encoders);
    }

    private KeptText keptText(CategoryText of) {
      KeptText kept = text;
      if (kept == null) {
        kept = new KeptText(of);
        text = kept;
        encoders.add(kept);
      }
      return kept;
    }
  }
}
