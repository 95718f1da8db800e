package io.gradstream.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class MomentsTest {
  private static final double[] FIRST = {1, 4, -2, 8};
  private static final double[] SECOND = {100, 101};

  @Test
  void plus_twoGroups_givesThoseOfAll() {
    Moments both = of(FIRST).plus(of(SECOND));

    assertClose(both, of(DoubleStream.concat(DoubleStream.of(FIRST), DoubleStream.of(SECOND))));
  }

  @Test
  void since_ofAll_givesTheRest() {
    Moments all = of(FIRST).plus(of(SECOND));

    assertClose(all.since(of(FIRST)), of(SECOND));
    assertThat(all.since(all).count()).isZero();
  }

  @Test
  void plus_nothing_staysToTheBit() {
    Moments none = new Moments(0, 0, 0);

    assertThat(of(FIRST).plus(none)).isEqualTo(of(FIRST));
    assertThat(none.plus(of(FIRST))).isEqualTo(of(FIRST));
  }

  private static void assertClose(Moments actual, Moments expected) {
    assertThat(actual.count()).isEqualTo(expected.count());
    assertThat(actual.mean()).isCloseTo(expected.mean(), within(1e-12));
    assertThat(actual.squares()).isCloseTo(expected.squares(), within(1e-9));
  }

  private static Moments of(double... numbers) {
    return of(DoubleStream.of(numbers));
  }

  private static Moments of(DoubleStream numbers) {
    double[] all = numbers.toArray();
    double mean = DoubleStream.of(all).average().orElse(0);
    double squares = DoubleStream.of(all).map(each -> (each - mean) * (each - mean)).sum();
    return new Moments(all.length, mean, squares);
  }
}
