package io.gradstream.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.app.Warnings;
import io.gradstream.pipeline.batch.DeadLetter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a flood of bad samples does to the log. */
class ProgressTest {
  private final AtomicLong nowNs = new AtomicLong(7);
  private final Progress progress = new Progress(new TrainingListener() {}, nowNs::get);

  @Test
  void rejected_manyAMinute_tellsTheFirstTenOfEach() {
    try (Warnings warnings = new Warnings()) {
      rejectMany();
      pass(59);
      rejectMany();
      assertThat(warnings.all())
          .hasSize(10)
          .last()
          .isEqualTo(
              "dead letter: in partition 1 offset 9: bad"
                  + " (further ones of this minute are only counted)");
      pass(1);
      rejectMany();
      assertThat(warnings.all()).hasSize(20);
    }
  }

  @Test
  void unpublished_many_areToldInALineAMinute() {
    try (Warnings warnings = new Warnings()) {
      for (int offset = 0; offset < 1000; offset++) {
        progress.unpublished(letter(offset));
      }
      assertThat(warnings.all()).hasSize(1);
      pass(60);
      progress.tellIfDue();
      progress.tellIfDue();
      assertThat(warnings.all())
          .hasSize(2)
          .last()
          .isEqualTo(
              "dead letters beyond input.limits.deadLettersPerSecond were only counted: 999,"
                  + " from in partition 1 offset 1 on: bad");
    }
  }

  private void rejectMany() {
    for (int offset = 0; offset < 1000; offset++) {
      progress.rejected(letter(offset));
    }
  }

  private void pass(long seconds) {
    nowNs.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  private static DeadLetter letter(int offset) {
    return new DeadLetter("in", 1, offset, null, "bad");
  }
}
