package io.gradstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.codec.VersionFormat;
import io.gradstream.learn.Learner;
import io.gradstream.learn.tracking.BlockLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the topic of versions that are kept has to say of how a model is published. */
class RecordLimitsTest {
  private static final int USUAL = 1 << 20;

  private final Learner learner = Learners.learner(Learners.SINGLE);

  @Test
  void blocksOf_aHistoryThatTakesLess_areForItsRecordsToo() {
    BlockLimits limits =
        limits(64 << 10).blocksOf(learner, VersionFormat.JSON).orElseThrow().kept();

    assertThat(limits.whole()).isTrue();
    assertThat(limits.ofRest()).isLessThan(64 << 10);
    assertThat(limits.ofState("0.weight", List.of("sum/0.weight"))).isBetween(10_000, 16 << 10);
  }

  @Test
  void blocksOf_aHistoryThatTakesAsMuch_areNone() {
    assertThat(limits(USUAL).blocksOf(learner, VersionFormat.JSON)).isEmpty();
  }

  @Test
  void blocksOf_aHistoryThatTakesNotEvenAManifest_saysSo() {
    assertThatThrownBy(() -> limits(700).blocksOf(learner, VersionFormat.JSON))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("topic history takes records of at most 700 bytes")
        .hasMessageEndingWith(": raise the topic's max.message.bytes");
  }

  private static RecordLimits limits(int historyBytes) {
    return new RecordLimits("parameters", USUAL, "state", USUAL, "history", historyBytes);
  }
}
