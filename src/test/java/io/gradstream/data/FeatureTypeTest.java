package io.gradstream.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.settings.SettingsText;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A feature's type is one of its record, its constant, its word and its method of a visitor. */
class FeatureTypeTest {
  static Stream<FeatureSettings> features() {
    return Stream.of(
        new FeatureSettings.Array("a", 2),
        new Bins("k"),
        new FeatureSettings.Boolean("b"),
        HashedFeature.Categorical.of("c", 4),
        new HashedFeature.Cross(List.of("d", "e")),
        new HashedFeature.Map("f"),
        new FeatureSettings.Numeric("g"),
        new Product(List.of("l", "m")),
        new Slope("p", List.of("q")),
        new Square("n"),
        new HashedFeature.Tags("h"),
        new Text("o"),
        new FeatureSettings.Timestamp("i"));
  }

  @ParameterizedTest
  @MethodSource("features")
  void accept_feature_callsTheMethodOfItsType(FeatureSettings feature) {
    // a square is the product of a number with itself
    FeatureSettings.Type expected =
        feature instanceof Square ? FeatureSettings.Type.PRODUCT : feature.type();

    assertThat(feature.accept(new TypeOf())).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("features")
  void type_ofARecord_hasTheWordThatSettingsUse(FeatureSettings feature) {
    assertThat(feature.type().word()).isEqualTo(SettingsText.of(((Record) feature).getClass()));
  }

  @Test
  void type_constants_areThoseOfAllRecords() {
    Stream<Class<?>> records =
        Stream.of(FeatureSettings.class, HashedFeature.class)
            .flatMap(type -> Arrays.stream(type.getPermittedSubclasses()))
            .filter(Class::isRecord);

    assertThat(features().map(FeatureSettings::type))
        .containsExactly(FeatureSettings.Type.values());
    assertThat(features().map(Object::getClass))
        .containsExactlyInAnyOrderElementsOf(records.toList());
  }

  @Test
  void fields_ofACross_areTheFieldsOfWhatItNames() {
    HashedFeature.Cross cross = new HashedFeature.Cross(List.of("origin", "time.hour"));
    FeatureSettings time = new FeatureSettings.Timestamp("time");
    LabelSettings label = new LabelSettings("late", LabelSettings.Type.BINARY);
    SampleSettings sample = new SampleSettings(List.of(cross, time), label);

    assertThat(sample.fields(cross)).containsExactly("origin", "time");
    assertThat(sample.fields(time)).containsExactly("time");
  }

  @Test
  void embedded_categoryWithoutVector_isNone() {
    HashedFeature.Categorical embedded =
        HashedFeature.Categorical.embedded("c", 4, 2, Missing.ZERO);

    assertThat(HashedFeature.Categorical.of("c", 4).embedded()).isEmpty();
    assertThat(embedded.embedded()).isEqualTo(Optional.of(embedded));
  }

  private static final class TypeOf implements FeatureVisitor<FeatureSettings.Type> {
    @Override
    public FeatureSettings.Type array(FeatureSettings.Array feature) {
      return FeatureSettings.Type.ARRAY;
    }

    @Override
    public FeatureSettings.Type bins(Bins feature) {
      return FeatureSettings.Type.BINS;
    }

    @Override
    public FeatureSettings.Type bool(FeatureSettings.Boolean feature) {
      return FeatureSettings.Type.BOOLEAN;
    }

    @Override
    public FeatureSettings.Type categorical(HashedFeature.Categorical feature) {
      return FeatureSettings.Type.CATEGORICAL;
    }

    @Override
    public FeatureSettings.Type cross(HashedFeature.Cross feature) {
      return FeatureSettings.Type.CROSS;
    }

    @Override
    public FeatureSettings.Type map(HashedFeature.Map feature) {
      return FeatureSettings.Type.MAP;
    }

    @Override
    public FeatureSettings.Type numeric(FeatureSettings.Numeric feature) {
      return FeatureSettings.Type.NUMERIC;
    }

    @Override
    public FeatureSettings.Type product(Product feature) {
      return FeatureSettings.Type.PRODUCT;
    }

    @Override
    public FeatureSettings.Type slope(Slope feature) {
      return FeatureSettings.Type.SLOPE;
    }

    @Override
    public FeatureSettings.Type tags(HashedFeature.Tags feature) {
      return FeatureSettings.Type.TAGS;
    }

    @Override
    public FeatureSettings.Type text(Text feature) {
      return FeatureSettings.Type.TEXT;
    }

    @Override
    public FeatureSettings.Type timestamp(FeatureSettings.Timestamp feature) {
      return FeatureSettings.Type.TIMESTAMP;
    }
  }
}
