package io.gradstream.learn.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.FeatureColumns;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.Missing;
import io.gradstream.data.SampleSettings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObservedColumnsTest {
  private static final SampleSettings SAMPLE =
      SampleSettings.of(
          List.of(
              Categorical.of("carrier", 8),
              new FeatureSettings.Numeric("distance"),
              new Categorical("origin"),
              new Categorical(
                  "gate", Optional.of(4), Optional.empty(), Optional.empty(), Missing.INDICATOR)),
          new LabelSettings("y", LabelSettings.Type.NUMERIC),
          Optional.empty(),
          16);

  private final ObservedColumns observed = new ObservedColumns(SAMPLE);

  @Test
  void ofSparse_columnOfAFeature_belongsToIt() {
    FeatureColumns carrier = SAMPLE.columns().of(0);
    FeatureColumns gate = SAMPLE.columns().of(3);

    assertThat(owner(carrier.column())).isEqualTo("carrier");
    assertThat(owner(carrier.column() + 7)).isEqualTo("carrier");
    assertThat(owner(gate.column())).isEqualTo("gate");
    assertThat(owner(gate.column() + 3)).isEqualTo("gate");
    assertThat(owner(gate.missing())).isEqualTo("gate");
  }

  @Test
  void ofSparse_columnThatIsShared_belongsToAllThatShareIt() {
    assertThat(owner(SAMPLE.width() - 16)).isEqualTo("origin");
    assertThat(owner(SAMPLE.width() - 1)).isEqualTo("origin");
  }

  private String owner(int column) {
    return observed.names().get(observed.feature(observed.ofSparse(column)));
  }
}
