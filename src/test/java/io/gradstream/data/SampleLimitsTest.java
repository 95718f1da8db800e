package io.gradstream.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SampleLimitsTest {
  @Test
  void limits_withoutRoom_areRefused() {
    assertThatThrownBy(() -> new SampleLimits(0, 500, 9, 9, 9))
        .hasMessage("recordBytes must be 1 to 1073741824: 0");
    assertThatThrownBy(() -> new SampleLimits(Integer.MAX_VALUE, 500, 9, 9, 9))
        .hasMessage("recordBytes must be 1 to 1073741824: 2147483647");
    assertThatThrownBy(() -> new SampleLimits(9, 0, 9, 9, 9))
        .hasMessage("depth must be at least 1: 0");
    assertThatThrownBy(() -> new SampleLimits(9, 9, 0, 9, 9))
        .hasMessage("arrayLength must be at least 1: 0");
    assertThatThrownBy(() -> new SampleLimits(9, 9, 9, 0, 9))
        .hasMessage("mapKeys must be at least 1: 0");
    assertThatThrownBy(() -> new SampleLimits(9, 9, 9, 9, -1))
        .hasMessage("deadLettersPerSecond must be at least 0: -1");
  }

  @Test
  void limits_ofDeadLetters_mayBeNone() {
    assertThat(new SampleLimits(9, 9, 9, 9, 0).deadLettersPerSecond()).isZero();
  }
}
