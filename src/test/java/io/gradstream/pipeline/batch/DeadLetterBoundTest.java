package io.gradstream.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.pipeline.Chunks;
import io.gradstream.pipeline.chunk.RecordChunk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadLetterBoundTest {
  private final DeadLetterBound bound = new DeadLetterBound(2);

  @Test
  void admits_moreThanManyOfASecond_theFirstOnly() {
    RecordChunk records = Chunks.written(0, 1_000, 1_500, 1_999, 2_000, 2_001, 2_002, 1_999);

    assertThat(admitted(records)).containsExactly(true, true, false, true, true, false, true);
  }

  @Test
  void admits_otherPartitions_countByThemselves() {
    assertThat(admitted(Chunks.written(0, 5, 5, 5))).containsExactly(true, true, false);
    assertThat(admitted(Chunks.written(1, 5, 5, 5))).containsExactly(true, true, false);
    assertThat(admitted(Chunks.written(0, 6))).containsExactly(false);
  }

  @Test
  void admits_recordsWithoutTimestamps_all() {
    assertThat(admitted(Chunks.at(0, "a", "b", "c", "d"))).containsOnly(true);
  }

  @Test
  void admits_noneWanted_none() {
    DeadLetterBound none = new DeadLetterBound(0);

    assertThat(none.admits(Chunks.written(0, 1), 0)).isFalse();
  }

  private List<Boolean> admitted(RecordChunk records) {
    List<Boolean> admitted = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      admitted.add(bound.admits(records, i));
    }
    return admitted;
  }
}
