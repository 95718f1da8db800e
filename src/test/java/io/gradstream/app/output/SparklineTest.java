package io.gradstream.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SparklineTest {
  private final Sparkline line = new Sparkline(8);

  @Test
  void text_risingNumbers_areRisingBars() {
    DoubleStream.of(10, 11, 12, 13, 14, 15, 16, 17).forEach(line::add);

    assertThat(line.text()).isEqualTo("▁▂▃▄▅▆▇█");
  }

  @Test
  void text_moreNumbersThanRoom_areTheNewest() {
    DoubleStream.of(1e9, 0, 0, 0, 0, 7, 7, 7, 7).forEach(line::add);

    assertThat(line.text()).isEqualTo("▁▁▁▁████");
  }

  @Test
  void text_equalNumbersAndNone_isALine() {
    DoubleStream.of(3, Double.NaN, 3, Double.POSITIVE_INFINITY).forEach(line::add);

    assertThat(line.text()).isEqualTo("▁▁");
    assertThat(new Sparkline(8).text()).isEmpty();
  }
}
