package io.gradstream.learn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.gradstream.learn.metrics.ExactFigures.Scored;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RocCurveTest {
  private static final int COUNT = 30_000;

  /** How scores are distributed, and change with the share of the stream that has passed. */
  private enum Distribution {
    NORMAL {
      @Override
      Scored sample(SplittableRandom random, double passed) {
        boolean positive = random.nextBoolean();
        return scored(random.nextGaussian() + (positive ? 1 : 0), positive);
      }
    },
    RARE_EVENTS {
      @Override
      Scored sample(SplittableRandom random, double passed) {
        boolean positive = random.nextDouble() < 2e-3;
        return scored(-16 + 2 * random.nextGaussian() + (positive ? 3 : 0), positive);
      }
    },
    NARROW_BAND {
      @Override
      Scored sample(SplittableRandom random, double passed) {
        boolean positive = random.nextBoolean();
        return scored(-3 + 0.01 * (random.nextDouble() + (positive ? 0.2 : 0)), positive);
      }
    },
    SEPARATED {
      @Override
      Scored sample(SplittableRandom random, double passed) {
        boolean positive = random.nextBoolean();
        return scored(random.nextDouble() + (positive ? 1 : 0), positive);
      }
    },
    HEAVY_TIES {
      @Override
      Scored sample(SplittableRandom random, double passed) {
        boolean positive = random.nextInt(3) == 0;
        return scored(random.nextInt(7) + (positive && random.nextBoolean() ? 1 : 0), positive);
      }
    },
    TIES_IN_A_CONTINUUM {
      @Override
      Scored sample(SplittableRandom random, double passed) {
        boolean positive = random.nextBoolean();
        double score = random.nextInt(3) == 0 ? 0.25 : random.nextGaussian();
        return scored(score + (positive ? 0.5 : 0), positive);
      }
    },
    DRIFTING {
      @Override
      Scored sample(SplittableRandom random, double passed) {
        boolean positive = random.nextDouble() < 0.1 + 0.8 * passed;
        double centre = -14 * passed;
        return scored(centre + 0.3 * random.nextGaussian() + (positive ? 0.2 : 0), positive);
      }
    },
    NARROWING {
      @Override
      Scored sample(SplittableRandom random, double passed) {
        boolean positive = random.nextBoolean();
        double spread = Math.exp(-12 * passed);
        return scored(1.7 + spread * (random.nextGaussian() + (positive ? 0.5 : 0)), positive);
      }
    },
    JUMPING_BANDS {
      @Override
      Scored sample(SplittableRandom random, double passed) {
        boolean positive = random.nextBoolean();
        int band = (int) (20 * passed) * 7 % 20 - 10;
        return scored(band + 0.01 * (random.nextGaussian() + (positive ? 0.5 : 0)), positive);
      }
    },
    HEAVY_TAILS {
      @Override
      Scored sample(SplittableRandom random, double passed) {
        boolean positive = random.nextBoolean();
        double tail = Math.tan(Math.PI * (random.nextDouble() - 0.5));
        return scored(1e3 * tail + (positive ? 500 : 0), positive);
      }
    },
    WEIGHTED {
      @Override
      Scored sample(SplittableRandom random, double passed) {
        boolean positive = random.nextBoolean();
        double score = random.nextGaussian() + (positive ? 1 : 0);
        double weight = Math.exp(2 * random.nextGaussian());
        return new Scored((float) score, 0, positive ? 1 : 0, weight);
      }
    };

    abstract Scored sample(SplittableRandom random, double passed);

    private static Scored scored(double score, boolean positive) {
      return new Scored((float) score, 0, positive ? 1 : 0, 1);
    }

    List<Scored> samples(int count, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      return IntStream.range(0, count).mapToObj(i -> sample(random, (double) i / count)).toList();
    }
  }

  /** In which order the same scores come. */
  private enum Order {
    AS_DRAWN(samples -> samples),
    ASCENDING(Order::sorted),
    DESCENDING(samples -> reversed(sorted(samples))),
    FROM_BOTH_ENDS(samples -> fromBothEnds(sorted(samples))),
    FROM_THE_MIDDLE(samples -> reversed(fromBothEnds(sorted(samples)))),
    NEGATIVES_FIRST(samples -> byLabel(samples)),
    POSITIVES_FIRST(samples -> reversed(byLabel(samples)));

    private final UnaryOperator<List<Scored>> arrange;

    Order(UnaryOperator<List<Scored>> arrange) {
      this.arrange = arrange;
    }

    private static List<Scored> sorted(List<Scored> samples) {
      return samples.stream().sorted(Comparator.comparing(Scored::score)).toList();
    }

    private static List<Scored> byLabel(List<Scored> samples) {
      return samples.stream().sorted(Comparator.comparing(Scored::label)).toList();
    }

    private static List<Scored> reversed(List<Scored> samples) {
      List<Scored> reversed = new ArrayList<>(samples);
      Collections.reverse(reversed);
      return reversed;
    }

    private static List<Scored> fromBothEnds(List<Scored> samples) {
      int last = samples.size() - 1;
      return IntStream.rangeClosed(0, last)
          .mapToObj(i -> samples.get(i % 2 == 0 ? i / 2 : last - i / 2))
          .toList();
    }
  }

  static Stream<Arguments> streams() {
    return Stream.of(Distribution.values())
        .flatMap(each -> Stream.of(Order.values()).map(order -> Arguments.of(each, order)));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void area_ofAStream_isTheExactOne(Distribution distribution, Order order) {
    List<Scored> samples = distribution.samples(COUNT, 1);
    RocCurve curve = new RocCurve();

    addAll(curve, order.arrange.apply(samples));

    assertThat(curve.area()).isCloseTo(ExactFigures.auc(samples), within(5e-4));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 639, 640, 641, 2016, 2017, 2500, 5000})
  void area_ofFewSamples_isTheExactOne(int count) {
    List<Scored> samples = Distribution.SEPARATED.samples(count, 4);
    RocCurve curve = new RocCurve();

    addAll(curve, samples);

    double allowed = count <= RocCurve.MOST_BINS ? 1e-12 : 5e-4;
    assertThat(curve.area()).isCloseTo(ExactFigures.auc(samples), within(allowed));
  }

  @Test
  void area_ofAMillionScores_isTheExactOne() {
    List<Scored> samples = Distribution.DRIFTING.samples(1_000_000, 2);
    RocCurve curve = new RocCurve();

    addAll(curve, samples);

    assertThat(curve.area()).isCloseTo(ExactFigures.auc(samples), within(5e-4));
    assertThat(curve.appendTo(new double[0]).length)
        .isLessThan(3 + 4 * RocCurve.MOST_BINS + 2 * ScoreBuffer.SIZE);
  }

  @Test
  void area_ofOneClassOrNothing_isNotDefined() {
    RocCurve curve = new RocCurve();
    assertThat(curve.area()).isNaN();

    curve.add(1, true, 1);
    curve.add(0, false, 0);

    assertThat(curve.area()).isNaN();
    curve.add(0, false, 2);
    assertThat(curve.area()).isEqualTo(1);
  }

  @Test
  void area_ofBothZeros_isATie() {
    RocCurve curve = new RocCurve();

    curve.add(0.0, false, 1);
    curve.add(-0.0, true, 1);

    assertThat(curve.area()).isEqualTo(0.5);
  }

  @Test
  void area_askedForOnTheWay_changesNothing() {
    List<Scored> samples = Distribution.WEIGHTED.samples(20_000, 3);
    RocCurve asked = new RocCurve();
    RocCurve undisturbed = new RocCurve();

    for (Scored sample : samples) {
      addAll(asked, List.of(sample));
      assertThat(asked.area()).isNotNegative();
    }
    addAll(undisturbed, samples);

    assertThat(asked.appendTo(new double[0])).isEqualTo(undisturbed.appendTo(new double[0]));
  }

  @Test
  void restore_anywhere_goesOnBitForBit() {
    List<Scored> samples = Distribution.WEIGHTED.samples(20_000, 5);
    RocCurve undisturbed = new RocCurve();
    RocCurve restored = new RocCurve();

    for (Scored sample : samples) {
      addAll(undisturbed, List.of(sample));
      if (sample.hashCode() % 97 == 0) {
        RocCurve other = new RocCurve();
        other.restore(restored.appendTo(new double[] {7}), 1);
        restored = other;
      }
      addAll(restored, List.of(sample));
    }

    assertThat(restored.appendTo(new double[0])).isEqualTo(undisturbed.appendTo(new double[0]));
    assertThat(restored.area()).isEqualTo(undisturbed.area());
  }

  /* Compilation takes as long as the machine is busy, so a stretch without allocation is waited for. */
  @Test
  void add_steadyState_allocatesNothing() {
    List<Scored> samples = Distribution.NORMAL.samples(10_000, 6);
    RocCurve curve = new RocCurve();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;

    for (int stretch = 0; stretch < 500 && least > 0; stretch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < samples.size(); i++) {
        Scored sample = samples.get(i);
        curve.add(sample.score(), sample.label() == 1, sample.weight());
      }
      curve.area();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(least).isZero();
  }

  private static void addAll(RocCurve curve, List<Scored> samples) {
    samples.forEach(sample -> curve.add(sample.score(), sample.label() == 1, sample.weight()));
  }
}
