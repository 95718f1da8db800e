package io.gradstream.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContestLineTest {
  @Test
  void text_ofAContest_hasTheChampionBesideTheOthers() {
    Map<String, Object> others = new LinkedHashMap<>();
    others.put("fast", Map.of("logLoss", 0.4, "window", Map.of("logLoss", 0.25)));
    others.put("slow", Map.of());
    Map<String, Object> contest = Map.of("champion", "base", "figures", others);
    Map<String, Object> window = new LinkedHashMap<>();
    window.put("samples", 1_000);
    window.put("logLoss", 0.5);
    window.put("auc", 0.75);

    assertThat(new ContestLine(window, contest).text())
        .isEqualTo("base logLoss 0.5000  fast 0.2500  slow -  over the newest samples");
  }

  @Test
  void text_withoutChallengers_isEmpty() {
    assertThat(new ContestLine(Map.of("logLoss", 0.5), Map.of()).text()).isEmpty();
  }
}
