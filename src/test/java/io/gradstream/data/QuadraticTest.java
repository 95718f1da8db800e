package io.gradstream.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.HashedFeature.Categorical;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which features pairs of others become. */
class QuadraticTest {
  private static final LabelSettings LABEL = new LabelSettings("y", LabelSettings.Type.NUMERIC);
  private static final FeatureSettings LENIENT = new Numeric("b", Scale.none(), Missing.INDICATOR);

  private static List<FeatureSettings> pairs(Quadratic quadratic, FeatureSettings... features) {
    SampleSettings sample =
        new SampleSettings(
            List.of(features),
            LABEL,
            Optional.empty(),
            16,
            Optional.empty(),
            Optional.of(quadratic));
    assertThat(sample.features()).startsWith(features);
    assertThat(sample.quadratic()).isEmpty();
    return sample.features().subList(features.length, sample.features().size());
  }

  private static List<String> names(List<FeatureSettings> features) {
    return features.stream().map(FeatureSettings::field).toList();
  }

  @Test
  void all_ofNumbersAndCategories_pairsEachWithThoseOfItsKind() {
    List<FeatureSettings> pairs =
        pairs(
            Quadratic.of(List.of("all")),
            new Numeric("a"),
            Categorical.of("c", 4),
            LENIENT,
            new FeatureSettings.Boolean("t"),
            Categorical.of("d", 4));

    assertThat(names(pairs)).containsExactly("square(a)", "product(a,b)", "c*d", "square(b)");
    assertThat(pairs)
        .extracting(FeatureSettings::missing)
        .containsExactly(Missing.DEAD_LETTER, Missing.MEAN, Missing.DEAD_LETTER, Missing.MEAN);
  }

  @Test
  void fields_named_arePairedAlone() {
    assertThat(
            names(
                pairs(
                    Quadratic.of(List.of("c", "a")),
                    new Numeric("a"),
                    new Numeric("b"),
                    new Numeric("c"))))
        .containsExactly("square(c)", "product(c,a)", "square(a)");
  }

  @Test
  void pair_thatIsAFeatureAlready_isNotAgain() {
    assertThat(
            names(
                pairs(
                    Quadratic.of(List.of("all")),
                    new Numeric("a"),
                    new Numeric("b"),
                    new Product(List.of("b", "a")),
                    new Square("b"))))
        .containsExactly("square(a)");
  }

  @Test
  void fields_thatCannotBePaired_areNamed() {
    assertThatThrownBy(() -> pairs(Quadratic.of(List.of("a", "nowhere")), new Numeric("a")))
        .hasMessage(
            "quadratic must name features that are numbers, or categories without an embedding:"
                + " nowhere");
    assertThatThrownBy(() -> Quadratic.of(List.of("a", "a")))
        .hasMessage("quadratic must be all, or name fields, each once: [a, a]");
  }
}
