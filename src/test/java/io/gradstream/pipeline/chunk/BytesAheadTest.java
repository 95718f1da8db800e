package io.gradstream.pipeline.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.pipeline.Chunks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class BytesAheadTest {
  private static final int HALF = (int) (BytesAhead.MOST_BYTES / 2);

  private final List<RecordChunk> received = new ArrayList<>();

  @Test
  void request_chunksThatAreTooLargeTogether_comeAsOthersAreDone() {
    BytesAhead ahead = chunksOf(HALF);
    StepVerifier.create(ahead.doOnNext(received::add), 8)
        .expectNextCount(2)
        .then(() -> assertThat(received).hasSize(2))
        .then(() -> ahead.done(received.get(0).bytes()))
        .expectNextCount(1)
        .then(() -> assertThat(received).hasSize(3))
        .thenCancel()
        .verify();
  }

  @Test
  void request_chunksLargerThanAll_comeOneByOne() {
    BytesAhead ahead = chunksOf(3 * HALF);
    StepVerifier.create(ahead.doOnNext(received::add), 8)
        .expectNextCount(1)
        .then(() -> assertThat(received).hasSize(1))
        .then(() -> ahead.done(received.get(0).bytes()))
        .expectNextCount(1)
        .thenCancel()
        .verify();
  }

  @Test
  void request_ofSmallChunks_isHonouredToTheLetter() {
    StepVerifier.create(chunksOf(1).doOnNext(received::add), 3)
        .expectNextCount(3)
        .then(() -> assertThat(received).hasSize(3))
        .thenRequest(2)
        .expectNextCount(2)
        .then(() -> assertThat(received).hasSize(5))
        .thenCancel()
        .verify();
  }

  @Test
  void request_ofAll_goesOnToTheEnd() {
    Flux<RecordChunk> million = Flux.just(chunkOf(0)).repeat(1_000_000);

    StepVerifier.create(new BytesAhead(million).count()).expectNext(1_000_001L).verifyComplete();
  }

  private BytesAhead chunksOf(int bytes) {
    return new BytesAhead(Flux.just(chunkOf(bytes)).repeat());
  }

  private static RecordChunk chunkOf(int bytes) {
    return Chunks.at(0, "x".repeat(bytes));
  }
}
