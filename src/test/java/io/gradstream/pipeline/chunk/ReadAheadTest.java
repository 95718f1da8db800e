package io.gradstream.pipeline.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.MiniBatch;
import io.gradstream.pipeline.Chunks;
import io.gradstream.pipeline.Learners;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private final ReadAhead ahead =
      new ReadAhead(Chunks::decoder, () -> new MiniBatch(Learners.SCHEMA, 2));

  @Test
  void decode_chunkGivenBack_isUsedAgainForTheNext() {
    DecodedChunk first = ahead.decode(Chunks.at(0, "1", "2", "3"));
    DecodedChunk second = ahead.decode(Chunks.at(3, "4"));
    ahead.giveBack(first);

    DecodedChunk third = ahead.decode(Chunks.at(4, "x", "5"));

    assertThat(second).isNotSameAs(first);
    assertThat(third).isSameAs(first);
    assertThat(described(third)).isEqualTo("no number: x, 5");
    assertThat(described(second)).isEqualTo("4");
  }

  @Test
  void decode_moreRecordsThanRoom_decodesTheOthersWhenTheyAreTaken() {
    DecodedChunk chunk = ahead.decode(Chunks.at(0, "1", "x", "2", "y", "3"));

    assertThat(described(chunk)).isEqualTo("1, no number: x, 2, no number: y, 3");
  }

  private static String described(DecodedChunk chunk) {
    MiniBatch batch = new MiniBatch(Learners.SCHEMA, 9);
    StringBuilder text = new StringBuilder();
    while (chunk.hasNext()) {
      String rejection = chunk.copyNextInto(batch);
      text.append(text.isEmpty() ? "" : ", ").append(rejection == null ? last(batch) : rejection);
    }
    return text.toString();
  }

  private static String last(MiniBatch batch) {
    return "" + (int) batch.targets()[batch.rows() - 1];
  }
}
