package io.gradstream.data.encode;

import io.gradstream.data.Bins;
import io.gradstream.data.FeatureColumns;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FeatureVisitor;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.Missing;
import io.gradstream.data.Product;
import io.gradstream.data.Slope;
import io.gradstream.data.Text;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Adds what reads a feature to the fields of a record. What is left to a record's end may be asked
 * for once every feature has been visited.
 */
final class FeatureEncoders implements FeatureVisitor<Supplier<Optional<FeatureWriter>>> {
  private final RecordFields fields;
  private final int index;
  private final FeatureColumns at;

  /** For the feature of an index, which fills these columns. */
  FeatureEncoders(RecordFields fields, int index, FeatureColumns at) {
    this.fields = fields;
    this.index = index;
    this.at = at;
  }

  @Override
  public Supplier<Optional<FeatureWriter>> array(FeatureSettings.Array feature) {
    return add(
        feature, new ArrayEncoder(feature.field(), feature.size(), at.dense(), fill(feature)));
  }

  private static OptionalDouble fill(FeatureSettings.Array feature) {
    return feature.missing() == Missing.DEAD_LETTER
        ? OptionalDouble.empty()
        : OptionalDouble.of(feature.fillsMean() ? MissingColumns.MEAN : 0);
  }

  @Override
  public Supplier<Optional<FeatureWriter>> bins(Bins feature) {
    return add(feature, new NumericEncoder(feature.field(), at.dense(), at.columns()));
  }

  @Override
  public Supplier<Optional<FeatureWriter>> bool(FeatureSettings.Boolean feature) {
    return add(feature, new BinaryEncoder(feature.field(), at.dense()));
  }

  @Override
  public Supplier<Optional<FeatureWriter>> categorical(HashedFeature.Categorical feature) {
    if (feature.embedded().isPresent()) {
      Optional<FeatureWriter> writer = Optional.of(fields.addEmbedded(feature));
      return () -> writer;
    }
    return add(
        feature,
        new CategoricalEncoder(
            fields.text(feature.field()), feature.hash(at.columns()), at.column()));
  }

  @Override
  public Supplier<Optional<FeatureWriter>> cross(HashedFeature.Cross feature) {
    return () -> Optional.of(fields.addCross(feature, index, at));
  }

  @Override
  public Supplier<Optional<FeatureWriter>> map(HashedFeature.Map feature) {
    return add(
        feature,
        new MapEncoder(feature.field(), feature.hash(at.columns()), at.column(), fields.limits()));
  }

  @Override
  public Supplier<Optional<FeatureWriter>> numeric(FeatureSettings.Numeric feature) {
    return add(feature, new NumericEncoder(feature.field(), at.dense()));
  }

  @Override
  public Supplier<Optional<FeatureWriter>> product(Product feature) {
    Optional<FeatureWriter> writer = Optional.of(fields.addProduct(feature, at));
    return () -> writer;
  }

  @Override
  public Supplier<Optional<FeatureWriter>> slope(Slope feature) {
    return () -> Optional.of(fields.addSlope(feature, index, at));
  }

  @Override
  public Supplier<Optional<FeatureWriter>> tags(HashedFeature.Tags feature) {
    byte[] separator =
        feature.separator().map(text -> text.getBytes(StandardCharsets.UTF_8)).orElse(null);
    TagsEncoder encoder =
        new TagsEncoder(
            feature.field(),
            fields.text(feature.field()),
            feature.hash(at.columns()),
            at.column(),
            separator,
            fields.limits());
    Optional<FeatureWriter> writer = fields.addTags(feature, at, encoder);
    return () -> writer;
  }

  @Override
  public Supplier<Optional<FeatureWriter>> text(Text feature) {
    TextEncoder encoder =
        new TextEncoder(
            feature,
            fields.text(feature.field()),
            feature.hash(at.columns()),
            at.column(),
            fields.limits());
    Optional<FeatureWriter> writer = fields.addText(feature, at, encoder);
    return () -> writer;
  }

  @Override
  public Supplier<Optional<FeatureWriter>> timestamp(FeatureSettings.Timestamp feature) {
    Optional<FeatureWriter> writer = fields.addTimestamp(feature, at);
    return () -> writer;
  }

  private Supplier<Optional<FeatureWriter>> add(FeatureSettings feature, FieldEncoder encoder) {
    Optional<FeatureWriter> writer = fields.add(feature, at, encoder);
    return () -> writer;
  }
}
