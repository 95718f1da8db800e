package io.gradstream.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LearningCurveTest {
  private final LearningCurve curve = new LearningCurve();

  @Test
  void after_fewVersions_hasAPointOfEach() {
    publish(10);

    assertThat(versionsAfter(0)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    assertThat(versionsAfter(8)).containsExactly(9L, 10L);
  }

  @Test
  void after_manyVersions_hasBoundedPointsAtEqualDistances() {
    publish(10 * LearningCurve.MOST);

    List<Long> versions = versionsAfter(0);
    assertThat(versions).hasSizeBetween(LearningCurve.MOST / 2, LearningCurve.MOST).startsWith(1L);
    for (int i = 1; i < versions.size(); i++) {
      assertThat(versions.get(i) - versions.get(i - 1)).isEqualTo(16);
    }
  }

  @Test
  void fill_withThePast_putsItBeforeWhatIsThere() {
    publish(3, 5);

    curve.fill(pastOf(4));

    assertThat(versionsAfter(0)).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(curve.after(0).get(1).perSecond()).isEqualTo(1);
    assertThat(curve.fillings()).isEqualTo(1);
  }

  @Test
  void fill_withALongPast_staysBounded() {
    publish(20_001, 20_003);

    curve.fill(pastOf(20_000));

    assertThat(versionsAfter(0))
        .hasSizeBetween(LearningCurve.MOST / 2, LearningCurve.MOST)
        .startsWith(1L)
        .contains(20_001L);
  }

  @Test
  void add_ofFewerSamples_beginsAnew() {
    publish(3);

    curve.add(point(4, 1));

    assertThat(versionsAfter(0)).containsExactly(4L);
  }

  private static List<CurvePoint> pastOf(int versions) {
    return LongStream.rangeClosed(1, versions).mapToObj(each -> point(each, each)).toList();
  }

  private void publish(int versions) {
    publish(1, versions);
  }

  private void publish(int first, int last) {
    for (int version = first; version <= last; version++) {
      if (curve.isDue()) {
        curve.add(point(version, version));
      }
    }
  }

  private static CurvePoint point(long version, long samples) {
    return new CurvePoint(
        1_000 * version, version, samples, 0, OptionalLong.empty(), 0, 0, 0, Map.of());
  }

  private List<Long> versionsAfter(long seen) {
    return curve.after(seen).stream().map(CurvePoint::version).toList();
  }
}
