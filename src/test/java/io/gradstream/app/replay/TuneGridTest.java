package io.gradstream.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.config.Overrides;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TuneGridTest {
  @Test
  void grid_valuesWithCommas_areCutOutsideBrackets() {
    assertThat(TuneGrid.of(List.of("a=[1,2],{b: 1, c: 2},\"x,y\"", "d=1,2")).combinations())
        .extracting(Overrides::values)
        .containsExactly(
            Map.of("a", "[1,2]", "d", "1"),
            Map.of("a", "[1,2]", "d", "2"),
            Map.of("a", "{b: 1, c: 2}", "d", "1"),
            Map.of("a", "{b: 1, c: 2}", "d", "2"),
            Map.of("a", "\"x,y\"", "d", "1"),
            Map.of("a", "\"x,y\"", "d", "2"));
  }
}
