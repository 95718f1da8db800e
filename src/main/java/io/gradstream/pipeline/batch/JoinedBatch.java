package io.gradstream.pipeline.batch;

import io.gradstream.data.FeatureEntries;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.learn.Learner;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.pipeline.join.HalfDecoder;
import io.gradstream.pipeline.join.Join;
import io.gradstream.pipeline.join.JoinedSample;
import io.gradstream.pipeline.join.Joining;
import io.gradstream.pipeline.join.KeptRecord;
import io.gradstream.pipeline.join.Target;
import org.jspecify.annotations.Nullable;

/** A batch whose samples come in halves: what is read goes through the join, and from it here. */
final class JoinedBatch {
  private final Learner learner;
  private final Join join;
  private final HalfDecoder decoder;
  private final Batch batch;
  private final MiniBatch alone;
  private final int size;

  JoinedBatch(Learner learner, Joining joining, Batch batch) {
    this.learner = learner;
    this.join = joining.join();
    this.decoder = joining.decoders().get();
    this.batch = batch;
    this.alone = learner.newBatch(1);
    this.size = learner.batching().capacity();
  }

  /** Whether it is to go before another record is taken in. */
  boolean isReady() {
    return join.ready() >= size || batch.isFull();
  }

  /** Takes in a record, unless time alone, which it brings, has made enough samples whole. */
  boolean takeIn(RecordChunk chunk, int index) {
    join.advance(chunk.timestampMs(index).orElse(0), this::refuse);
    if (isReady()) {
      return false;
    }
    String fault = fault(chunk, index);
    if (fault != null) {
      batch.refuse(chunk, index, fault);
    }
    batch.pass(chunk, index);
    return true;
  }

  private void refuse(KeptRecord record, String reason) {
    batch.refuse(record, 0, reason);
  }

  /** Why a record is no half of a sample; null if it is one, and taken in. */
  private @Nullable String fault(RecordChunk chunk, int index) {
    byte[] value = chunk.value(index);
    String known = chunk.fault(index);
    if (known != null || value == null) {
      return known == null ? "the record has no value" : known;
    }
    if (value.length > KeptRecord.MOST_BYTES) {
      return KeptRecord.tooLarge(value.length);
    }
    try {
      accept(KeptRecord.of(chunk, index, value));
      return null;
    } catch (RejectedSample rejection) {
      return String.valueOf(rejection.getMessage());
    }
  }

  private void accept(KeptRecord record) throws RejectedSample {
    String key = decoder.key(record.content());
    if (record.topic().equals(join.settings().labels())) {
      acceptLabel(key, record, decoder.target(record.content()));
    } else {
      alone.clear();
      decoder.features(record.content(), alone);
      join.features(key, record, learner.output(alone), this::refuse);
    }
  }

  private void acceptLabel(String key, KeptRecord record, Target target) {
    if (target.weight() == 0) {
      join.passOver(key, record);
    } else {
      join.label(key, record, target, this::refuse);
    }
  }

  /** Takes from the join what there is room for. */
  void fill() {
    while (join.ready() > 0 && batch.samples().rows() < size) {
      add(join.next());
    }
  }

  /** They were samples when they came, and are no more if the schema is another by now. */
  private void add(JoinedSample joined) {
    MiniBatch samples = batch.samples();
    int row = samples.rows();
    samples.entries().tell(FeatureEntries.isSampled(joined.features().offset(0)));
    try {
      decoder.features(joined.features().content(), samples);
    } catch (RejectedSample rejection) {
      refuse(joined.features(), String.valueOf(rejection.getMessage()));
      return;
    }
    samples.targets()[row] = joined.target().label();
    samples.weights()[row] = joined.target().weight();
    samples.scoreBy(row, joined.outputs());
    batch.took(joined.features());
  }
}
