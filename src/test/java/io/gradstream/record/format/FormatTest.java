package io.gradstream.record.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.Product;
import io.gradstream.data.Text;
import io.gradstream.record.avro.AvroSettings;
import io.gradstream.record.csv.CsvSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The list of formats: what each can carry, and which settings are whose. */
class FormatTest {
  private static final FormatSettings UNSET =
      new FormatSettings(new CsvSettings(), new AvroSettings());
  private static final List<FeatureSettings> MANY_VALUED =
      List.of(
          new FeatureSettings.Array("a", 2),
          new HashedFeature.Cross(List.of("b", "c")),
          new HashedFeature.Map("d"),
          new HashedFeature.Tags("e"),
          new Product(List.of("f", "g")),
          new Text("h"));

  static Stream<Arguments> carried() {
    return Stream.of(
        Arguments.of(Format.JSON, List.of("a", "b*c", "d", "e", "product(f,g)", "h")),
        Arguments.of(Format.CSV, List.of("b*c", "e", "product(f,g)", "h")),
        Arguments.of(Format.FLOAT32, List.of("a", "product(f,g)")),
        Arguments.of(Format.AVRO, List.of("a", "b*c", "d", "e", "product(f,g)", "h")));
  }

  @ParameterizedTest
  @MethodSource("carried")
  void carries_whatIsMoreThanOneValue_isTheFormats(Format format, List<String> fields) {
    assertThat(MANY_VALUED)
        .filteredOn(feature -> format.with(UNSET).carries(feature))
        .extracting(FeatureSettings::field)
        .isEqualTo(fields);
  }

  @Test
  void isText_ofFormatsWithLines_isTrue() {
    assertThat(Format.values())
        .filteredOn(format -> format.with(UNSET).isText())
        .containsExactly(Format.JSON, Format.CSV);
  }

  @Test
  void changed_oneFormatsSettings_isItsWord() {
    CsvSettings csv = new CsvSettings(List.of(), ";", List.of(""));
    AvroSettings avro = new AvroSettings(Optional.of("flight.avsc"), Optional.empty());

    assertThat(UNSET.changed()).isEmpty();
    assertThat(new FormatSettings(csv, UNSET.avro()).changed()).containsExactly("csv");
    assertThat(new FormatSettings(UNSET.csv(), avro).changed()).containsExactly("avro");
  }
}
