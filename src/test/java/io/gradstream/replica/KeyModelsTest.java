package io.gradstream.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.version.KeyModel;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyModelsTest {
  private final KeyModels models = new KeyModels();

  private static AssembledVersion version(long number, Map<String, Object> sample) {
    ModelVersion head =
        new ModelVersion(
            "m",
            number,
            1,
            1,
            Instant.EPOCH,
            "",
            Offsets.none(),
            Map.of(),
            sample,
            List.of(),
            Map.of(),
            Map.of());
    return new AssembledVersion(head, Optional.empty(), 1, 1);
  }

  private static AssembledVersion keyed(long number, long since, KeyModel... come) {
    Map<String, Object> told = Map.of("field", "device", "since", since, "keys", 9, "changed", 1);
    Map<String, KeyModel> byKey = new HashMap<>();
    for (KeyModel each : come) {
      byKey.put(each.key(), each);
    }
    return version(number, Map.of("perKey", told)).with(byKey);
  }

  private static KeyModel model(String key, long version) {
    return new KeyModel(key, version, 1, 1, new float[1], new double[0]);
  }

  @Test
  void of_keysOfSeveralVersions_isTheNewestOfEach() {
    KeyModel newer = model("a", 2);

    models.accept(keyed(1, 1, model("a", 1), model("b", 1)));
    models.accept(keyed(2, 1, newer));

    assertThat(models.of("a")).isSameAs(newer);
    assertThat(models.of("b")).isNotNull();
    assertThat(models.of("c")).isNull();
  }

  @Test
  void of_keysOfAModelThatWasStartedOver_isNone() {
    models.accept(keyed(5, 1, model("a", 5)));

    models.accept(keyed(6, 6, model("b", 6), model("c", 4)));

    assertThat(models.of("a")).isNull();
    assertThat(models.of("b")).isNotNull();
    assertThat(models.of("c")).isNull();
    models.accept(version(7, Map.of()));
    assertThat(models.of("b")).isNull();
  }
}
