package io.gradstream.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
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

  private void publish(int versions) {
    for (int version = 1; version <= versions; version++) {
      if (curve.isDue()) {
        curve.add(new CurvePoint(0, version, 0, 0, 0, 0, 0, Map.of()));
      }
    }
  }

  private List<Long> versionsAfter(long seen) {
    return curve.after(seen).stream().map(CurvePoint::version).toList();
  }
}
