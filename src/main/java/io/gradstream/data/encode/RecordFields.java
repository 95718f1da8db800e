package io.gradstream.data.encode;

import io.gradstream.data.CrossPart;
import io.gradstream.data.FeatureColumns;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FieldPath;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.Missing;
import io.gradstream.data.Product;
import io.gradstream.data.SampleColumns;
import io.gradstream.data.SampleLimits;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Slope;
import io.gradstream.data.Text;
import io.gradstream.data.text.CategoryHash;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which fields of a record features look at, what reads each, and what is written at the end. */
final class RecordFields {
  private final SampleSettings settings;
  private final SampleLimits limits;
  private final Map<FieldPath, Field> fields = new LinkedHashMap<>();
  private final Map<FieldPath, TimestampEncoder> timestamps = new LinkedHashMap<>();
  private final Map<FieldPath, TagsEncoder> tags = new LinkedHashMap<>();
  private final Map<FieldPath, TextEncoder> texts = new LinkedHashMap<>();
  private final List<FeatureWriter> writers = new ArrayList<>();
  private final List<Integer> owners = new ArrayList<>();

  /** The fields of a schema's features, in the order in which they are first named. */
  RecordFields(SampleSettings settings, SampleLimits limits) {
    this.settings = settings;
    this.limits = limits;
    SampleColumns columns = settings.columns();
    List<Supplier<Optional<FeatureWriter>>> added = new ArrayList<>();
    for (int i = 0; i < settings.features().size(); i++) {
      added.add(settings.features().get(i).accept(new FeatureEncoders(this, i, columns.of(i))));
    }
    // what a cross is of may be a feature that comes after it
    for (int i = 0; i < added.size(); i++) {
      addWriter(added.get(i).get(), i);
    }
  }

  private void addWriter(Optional<FeatureWriter> writer, int feature) {
    if (writer.isPresent()) {
      writers.add(writer.get());
      owners.add(feature);
    }
  }

  /** What a field may have. */
  SampleLimits limits() {
    return limits;
  }

  /** The fields that features look at. */
  List<Field> all() {
    return List.copyOf(fields.values());
  }

  /** What writes at a record's end, in the features' order. */
  List<FeatureWriter> writers() {
    return writers;
  }

  /** The index of the feature of each of these. */
  List<Integer> owners() {
    return owners;
  }

  /** Adds a feature that is read from one field, and gives what is left to its record's end. */
  Optional<FeatureWriter> add(FeatureSettings feature, FeatureColumns at, FieldEncoder encoder) {
    Field field = read(feature, encoder);
    MissingColumns missing = new MissingColumns(feature, at);
    boolean endsEarly = !feature.isSparse() && feature.missing() == Missing.DEAD_LETTER;
    return endsEarly
        ? Optional.empty()
        : Optional.of(
            new FeatureWriter(new int[] {field.index}, missing.present(encoder), missing.absent()));
  }

  /** Adds the key of a sample, once all else is added; without it a sample has an empty one. */
  FeatureWriter addKey(String path, boolean required) {
    RowKeyEncoder encoder = new RowKeyEncoder(path);
    Field field = field(path);
    field.encoders.add(encoder);
    field.isRequired |= required;
    return new FeatureWriter(new int[] {field.index}, encoder, batch -> {});
  }

  /** Adds a category that has a vector in a table. */
  FeatureWriter addEmbedded(HashedFeature.Categorical feature) {
    int index = settings.embeddings().indexOf(feature);
    EmbeddedEncoder encoder =
        new EmbeddedEncoder(text(feature.field()), CategoryHash.own(1), index);
    Field field = read(feature, encoder);
    return new FeatureWriter(new int[] {field.index}, encoder, encoder.missing(feature.missing()));
  }

  private Field read(FeatureSettings feature, FieldEncoder encoder) {
    Field field = field(feature.field());
    field.encoders.add(encoder);
    field.isRequired |= feature.missing() == Missing.DEAD_LETTER;
    return field;
  }

  /** Adds a moment, whose parts crosses may name. */
  Optional<FeatureWriter> addTimestamp(FeatureSettings.Timestamp feature, FeatureColumns at) {
    TimestampEncoder encoder = new TimestampEncoder(feature, at);
    timestamps.put(FieldPath.parse(feature.field()), encoder);
    return add(feature, at, encoder);
  }

  /** Adds tags, each of which crosses may name. */
  Optional<FeatureWriter> addTags(
      HashedFeature.Tags feature, FeatureColumns at, TagsEncoder encoder) {
    tags.put(FieldPath.parse(feature.field()), encoder);
    return add(feature, at, encoder);
  }

  /** Adds a text, whose runs crosses may name: those of the last feature that it is. */
  Optional<FeatureWriter> addText(Text feature, FeatureColumns at, TextEncoder encoder) {
    texts.put(FieldPath.parse(feature.field()), encoder);
    return add(feature, at, encoder);
  }

  /** Adds a cross, once all else is added. */
  FeatureWriter addCross(HashedFeature.Cross feature, int index, FeatureColumns at) {
    return addCombination(feature, index, at, () -> 1, feature.cross());
  }

  /** Adds slopes, once all else is added. */
  FeatureWriter addSlope(Slope feature, int index, FeatureColumns at) {
    NumberTerm number = field(feature.slope()).number();
    EntryValue value = new SlopeValue(feature, number);
    return addCombination(feature, index, at, value, feature.per());
  }

  private FeatureWriter addCombination(
      HashedFeature feature,
      int index,
      FeatureColumns at,
      EntryValue value,
      List<String> categories) {
    CrossTerm[] terms =
        categories.stream()
            .map(name -> term(CrossPart.of(name, settings.features())))
            .toArray(CrossTerm[]::new);
    List<Field> read = settings.fields(feature).stream().map(this::field).toList();
    if (feature.missing() == Missing.DEAD_LETTER) {
      read.forEach(field -> field.isRequired = true);
    }
    return new FeatureWriter(
        read.stream().mapToInt(field -> field.index).toArray(),
        new CrossEncoder(
            feature.field(), index, terms, value, feature.hash(at.columns()), at.column(), limits),
        new MissingColumns(feature, at).absent());
  }

  /** Adds a product of numbers. */
  FeatureWriter addProduct(Product feature, FeatureColumns at) {
    NumberTerm[] factors =
        feature.product().stream().map(name -> field(name).number()).toArray(NumberTerm[]::new);
    int[] read = feature.product().stream().mapToInt(name -> field(name).index).toArray();
    if (feature.missing() == Missing.DEAD_LETTER) {
      feature.product().forEach(name -> field(name).isRequired = true);
    }
    MissingColumns missing = new MissingColumns(feature, at);
    return new FeatureWriter(
        read,
        missing.present(new ProductEncoder(feature.field(), factors, at.dense())),
        missing.absent());
  }

  private CrossTerm term(CrossPart part) {
    return part.bins().isPresent()
        ? new BinCrossTerm(part.bins().get().bins())
        : knownTerm(part, FieldPath.parse(part.field()));
  }

  private CrossTerm knownTerm(CrossPart part, FieldPath path) {
    if (part.many()) {
      TagsEncoder several = tags.get(path);
      return several == null ? Objects.requireNonNull(texts.get(path)) : several.crossed();
    }
    TimestampEncoder moment = timestamps.get(path);
    return part.time().isPresent() && moment != null
        ? moment.text(part.time().get())
        : field(part.field()).crossTerm(text(part.field()));
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
    private @Nullable TextCrossTerm text;
    private @Nullable NumberTerm number;
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

    private NumberTerm number() {
      NumberTerm kept = number;
      if (kept == null) {
        kept = new NumberTerm(path.toString());
        number = kept;
        encoders.add(kept);
      }
      return kept;
    }

    private TextCrossTerm crossTerm(CategoryText of) {
      TextCrossTerm kept = text;
      if (kept == null) {
        kept = new TextCrossTerm(of);
        text = kept;
        encoders.add(kept);
      }
      return kept;
    }
  }
}
